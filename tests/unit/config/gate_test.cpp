#include "core/config/gate.hpp"

#include <doctest/doctest.h>

namespace mlp::config {

TEST_CASE("gates that can be read") {
    struct Case {
        const char* text;
        const char* metric;
        Gate::Op op;
        bool champion;
        double value;
    };
    for (const Case& one :
         {Case{"evaluate.auc >= 0.80", "evaluate.auc", Gate::Op::greater_equal, false, 0.8},
          Case{"e.auc>=0.8", "e.auc", Gate::Op::greater_equal, false, 0.8},
          Case{"  e.a.b  <  1e-3 ", "e.a.b", Gate::Op::less, false, 0.001},
          Case{"e.a <= -2", "e.a", Gate::Op::less_equal, false, -2}, Case{"e.a == 1", "e.a", Gate::Op::equal, false, 1},
          Case{"e.a != 1", "e.a", Gate::Op::not_equal, false, 1},
          Case{"e.a > champion", "e.a", Gate::Op::greater, true, 0},
          Case{"e.a >= champion - 0.01", "e.a", Gate::Op::greater_equal, true, -0.01},
          Case{"e.a >= champion+.5", "e.a", Gate::Op::greater_equal, true, 0.5},
          Case{"e@0.5.a > 1", "e@0.5.a", Gate::Op::greater, false, 1}}) {
        CAPTURE(one.text);
        Gate gate;
        const auto fault = parse_gate(one.text, gate);
        REQUIRE_FALSE(fault);
        CHECK(gate.text == one.text);
        CHECK(gate.metric == one.metric);
        CHECK(gate.op == one.op);
        CHECK(gate.champion == one.champion);
        CHECK(gate.value == one.value);
    }
}

TEST_CASE("gates that cannot, and where reading stopped") {
    struct Case {
        const char* text;
        std::size_t offset;
    };
    for (const Case& one : {Case{"", 0},
                            Case{">= 1", 0},
                            Case{"auc >= 1", 0},
                            Case{".auc >= 1", 0},
                            Case{"e. >= 1", 0},
                            Case{"e.auc", 5},
                            Case{"e.auc = 1", 6},
                            Case{"e.auc => 1", 6},
                            Case{"e.auc <> 1", 7},
                            Case{"e.auc >= ", 9},
                            Case{"e.auc >= x", 9},
                            Case{"e.auc >= 1 2", 9},
                            Case{"e.auc >= nan", 9},
                            Case{"e.auc >= inf", 9},
                            Case{"e.auc >= champion * 2", 18},
                            Case{"e.auc >= champions", 17},
                            Case{"e.auc >= champion -", 19},
                            Case{"e.auc >= champion - -1", 20},
                            Case{"e.auc >= champion - x", 20},
                            Case{"e auc >= 1", 0}}) {
        CAPTURE(one.text);
        Gate gate;
        const auto fault = parse_gate(one.text, gate);
        REQUIRE(fault);
        CHECK(fault->offset == one.offset);
        CHECK_FALSE(fault->message.empty());
    }
}

}  // namespace mlp::config

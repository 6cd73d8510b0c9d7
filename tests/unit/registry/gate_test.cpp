#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/registry/registry.hpp"

using namespace mlp;
using namespace mlp::registry;
using config::Gate;
using Op = config::Gate::Op;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

Gate gate(Op op, double value, bool champion = false) {
    Gate made;
    made.text = "the gate";
    made.metric = "evaluate.auc";
    made.op = op;
    made.value = value;
    made.champion = champion;
    return made;
}

ModelVersion champion_with(const Json& auc) {
    ModelVersion version;
    version.version = 7;
    version.provenance = {{"metrics", {{"evaluate.auc", auc}}}};
    return version;
}

GateResult verdict(const Gate& wanted, double value, const std::optional<ModelVersion>& champion = std::nullopt) {
    return evaluate_gates({wanted}, {{"evaluate.auc", value}}, champion, 5).at(0);
}

}  // namespace

TEST_CASE("each comparison, below, at and above its threshold") {
    struct Row {
        Op op;
        bool below, at, above;
    };
    for (const Row& row : {Row{Op::less, true, false, false}, Row{Op::less_equal, true, true, false},
                           Row{Op::equal, false, true, false}, Row{Op::not_equal, true, false, true},
                           Row{Op::greater_equal, false, true, true}, Row{Op::greater, false, false, true}}) {
        CHECK(verdict(gate(row.op, 0.8), 0.79).passed == row.below);
        CHECK(verdict(gate(row.op, 0.8), 0.8).passed == row.at);
        CHECK(verdict(gate(row.op, 0.8), 0.81).passed == row.above);
        CHECK(!verdict(gate(row.op, 0.8), not_a_number).passed);
        CHECK(!verdict(gate(row.op, not_a_number), 0.8).passed);
    }
}

TEST_CASE("a verdict keeps what it saw and says why") {
    const auto failed = verdict(gate(Op::greater_equal, 0.8), 0.75);
    CHECK(failed.gate == "the gate");
    CHECK(failed.metric == "evaluate.auc");
    CHECK(failed.value == 0.75);
    CHECK(failed.threshold == 0.8);
    CHECK(!failed.champion_version);
    CHECK(failed.time == 5);
    CHECK(failed.reason == "evaluate.auc is 0.75, wanted >= 0.8");
    CHECK(verdict(gate(Op::less, 1), 0.5).reason == "evaluate.auc is 0.5, which is < 1");
    CHECK(verdict(gate(Op::greater, 0), not_a_number).reason == "evaluate.auc is NaN, which passes no gate");
    CHECK(verdict(gate(Op::greater, 0), infinity).passed);
}

TEST_CASE("a metric that was not recorded fails its gate, with what was") {
    const auto result =
        evaluate_gates({gate(Op::greater, 0)}, {{"evaluate.aux", 1}, {"train.loss", 2}}, std::nullopt, 0).at(0);
    CHECK(!result.passed);
    CHECK(!result.value);
    CHECK(result.reason ==
          "metric 'evaluate.auc' was not recorded; recorded: evaluate.aux, train.loss. Did you mean 'evaluate.aux'?");
    CHECK(evaluate_gates({gate(Op::greater, 0)}, {}, std::nullopt, 0).at(0).reason ==
          "metric 'evaluate.auc' was not recorded: the version has no metrics");
}

TEST_CASE("against the champion") {
    CHECK(verdict(gate(Op::greater_equal, 0, true), 0.8, champion_with(0.8)).passed);
    CHECK(!verdict(gate(Op::greater, 0, true), 0.8, champion_with(0.8)).passed);
    const auto failed = verdict(gate(Op::greater_equal, -0.01, true), 0.75, champion_with(0.8));
    CHECK(!failed.passed);
    CHECK(failed.threshold == 0.79);
    CHECK(failed.champion_version == 7);
    CHECK(failed.reason == "evaluate.auc is 0.75, wanted >= 0.79 (champion is version 7)");
    // 0.8 - 0.1 in binary is a little above 0.7: whoever wrote it means 0.7.
    CHECK(verdict(gate(Op::greater_equal, -0.1, true), 0.7, champion_with(0.8)).passed);
}

TEST_CASE("no champion yet passes and says so; but not without a metric, nor with NaN") {
    const auto first = verdict(gate(Op::greater_equal, 0, true), 0.1);
    CHECK(first.passed);
    CHECK(!first.threshold);
    CHECK(first.reason == "evaluate.auc is 0.1; there is no champion yet to compare with");
    CHECK(!verdict(gate(Op::greater_equal, 0, true), not_a_number).passed);
    CHECK(!evaluate_gates({gate(Op::greater_equal, 0, true)}, {}, std::nullopt, 0).at(0).passed);
}

TEST_CASE("a champion that says nothing about the metric passes nobody") {
    ModelVersion silent;
    silent.version = 7;
    CHECK(verdict(gate(Op::greater_equal, 0, true), 1, silent).reason ==
          "the champion (version 7) has no metric 'evaluate.auc', so nothing can be compared");
    CHECK(!verdict(gate(Op::greater_equal, 0, true), 1, champion_with("NaN")).passed);
    CHECK(verdict(gate(Op::less, 0, true), 1, champion_with("Infinity")).passed);
}

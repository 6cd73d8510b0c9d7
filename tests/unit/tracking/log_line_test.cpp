#include "core/tracking/log_line.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/base/error.hpp"

using namespace mlp;

TEST_CASE("the bare words of Python's json are numbers; in texts they stay") {
    const auto line = tracking::parse_log_line(
        R"({"metric": {"a": NaN, "b": -Infinity, "c": Infinity}, "tag": {"x": "NaN \" NaN"}})", 1, 0);
    REQUIRE(line.batch.metrics.size() == 3);
    CHECK(std::isnan(line.batch.metrics[0].value));
    CHECK(line.batch.metrics[1].value == -std::numeric_limits<double>::infinity());
    CHECK(line.batch.metrics[2].value == std::numeric_limits<double>::infinity());
    CHECK(line.batch.tags[0].value == "NaN \" NaN");
    CHECK_THROWS_AS(tracking::parse_log_line(R"({"metric": {"a": Nan}})", 1, 0), Error);
}

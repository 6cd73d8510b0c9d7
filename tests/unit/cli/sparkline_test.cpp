#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "cli/output/text.hpp"

using namespace mlp::cli;

TEST_CASE("a series is drawn between its extremes") {
    CHECK(sparkline({0, 1, 2, 3, 4, 5, 6, 7}, 8) == "▁▂▃▄▅▆▇█");
    CHECK(sparkline({1, 0}, 8) == "█▁");
    CHECK(sparkline({}, 8).empty());
    CHECK(sparkline({3, 3, 3}, 8) == "▄▄▄");
}

TEST_CASE("values that are no numbers have their place") {
    CHECK(sparkline({0, NAN, 1}, 8) == "▁ █");
    CHECK(sparkline({NAN, NAN}, 8) == "  ");
    CHECK(sparkline({0, INFINITY, -INFINITY, 1}, 8) == "▁█▁█");
    constexpr double most = std::numeric_limits<double>::max();
    CHECK(sparkline({-most, 0, most}, 8) == "▁▅█");
}

TEST_CASE("longer series are averaged to the width") {
    CHECK(sparkline({0, 0, 0, 7, 7, 7}, 2) == "▁█");
    CHECK(sparkline({0, NAN, 7, NAN}, 2) == "▁█");
    CHECK(sparkline({1, 2, 3}, 0).empty());
}

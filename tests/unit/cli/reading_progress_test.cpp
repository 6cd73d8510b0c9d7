#include "cli/output/reading_progress.hpp"

#include <doctest/doctest.h>

#include <chrono>

#include "core/base/io_counters.hpp"

using mlp::cli::reading_text;
using std::chrono::milliseconds;

TEST_CASE("progress of reading says how much, how fast and how long still") {
    constexpr std::uint64_t mib = 1ULL << 20;
    CHECK(reading_text("adding", 0, 400 * mib, milliseconds(0)) == "adding 0 B of 400.0 MiB");
    CHECK(reading_text("adding", 100 * mib, 400 * mib, milliseconds(100)) == "adding 100.0 MiB of 400.0 MiB");
    CHECK(reading_text("adding", 100 * mib, 400 * mib, milliseconds(1000)) ==
          "adding 100.0 MiB of 400.0 MiB, 100.0 MiB/s, 3.0 s left");
    // What else the process reads never makes more than all of it.
    CHECK(reading_text("adding", 500 * mib, 400 * mib, milliseconds(2000)) ==
          "adding 400.0 MiB of 400.0 MiB, 200.0 MiB/s");
    // Nobody knows how much there is before all was looked at.
    CHECK(reading_text("adding", 100 * mib, std::nullopt, milliseconds(1000)) == "adding 100.0 MiB, 100.0 MiB/s");
}

TEST_CASE("progress of reading: the total is known once every path was looked at") {
    const mlp::cli::ReadingTotal total = mlp::cli::learned_total(2);
    CHECK_FALSE(total());
    mlp::base::read_ahead(5);
    CHECK_FALSE(total());
    mlp::base::read_ahead(0);
    CHECK(total() == 5);
}

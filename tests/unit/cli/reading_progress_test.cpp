#include "cli/output/reading_progress.hpp"

#include <doctest/doctest.h>

#include <chrono>

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
}

#include "cli/output/transfer_progress.hpp"

#include <doctest/doctest.h>

using mlp::cli::progress_text;
using mlp::cli::TransferState;
using mlp::cli::TransferSums;
using std::chrono::milliseconds;

namespace {

constexpr std::uint64_t mib = 1ULL << 20;

}  // namespace

TEST_CASE("progress of a transfer says how many, how much, how fast and how long still") {
    const TransferState state{.files = 40, .done = 3, .total = 400 * mib, .there = 100 * mib, .moved = 100 * mib};
    CHECK(progress_text("fetching", state, milliseconds(100)) == "fetching 3/40 files, 100.0 MiB of 400.0 MiB");
    CHECK(progress_text("fetching", state, milliseconds(1000)) ==
          "fetching 3/40 files, 100.0 MiB of 400.0 MiB, 100.0 MiB/s, 3.0 s left");
    CHECK(progress_text("fetching", {}, milliseconds(1000)) == "fetching 0/0 files");
}

TEST_CASE("progress of a transfer: without a total nothing is said of the end") {
    const TransferState state{.files = 40, .done = 3, .there = 100 * mib, .moved = 100 * mib};
    CHECK(progress_text("fetching", state, milliseconds(1000)) == "fetching 3/40 files, 100.0 MiB, 100.0 MiB/s");
}

TEST_CASE("progress of a transfer: what was there before is done, and no part of the rate") {
    TransferSums sums;
    sums.expect(3);
    sums.set_total(30 * mib);
    sums.done("a", 10 * mib);
    sums.moved("b", 10 * mib);
    sums.done("b", 10 * mib);
    CHECK(progress_text("pushing", sums.state(), milliseconds(1000)) ==
          "pushing 2/3 files, 20.0 MiB of 30.0 MiB, 10.0 MiB/s, 1.0 s left");
    sums.done("c", 10 * mib);
    CHECK(progress_text("pushing", sums.state(), milliseconds(1000)) ==
          "pushing 3/3 files, 30.0 MiB of 30.0 MiB, 10.0 MiB/s");
    TransferSums second;
    second.expect(1);
    second.set_total(30 * mib);
    second.done("all", 30 * mib);
    CHECK(progress_text("pushing", second.state(), milliseconds(1000)) == "pushing 1/1 files, 30.0 MiB of 30.0 MiB");
}

TEST_CASE("progress of a transfer: what moved in vain, or was half there, is put right when its file is done") {
    TransferSums sums;
    sums.expect(2);
    sums.set_total(20);
    sums.moved("spoilt", 10);
    sums.moved("spoilt", 10);
    CHECK(sums.state().there == 20);
    sums.done("spoilt", 10);
    CHECK(sums.state().there == 10);
    sums.moved("half", 4);
    sums.done("half", 10);
    CHECK(sums.state().there == 20);
    CHECK(sums.state().moved == 24);
    CHECK(sums.state().done == 2);
}

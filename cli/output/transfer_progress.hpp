// How far many files have come: one line in a terminal with rate and time left, a line now and then elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "cli/invocation.hpp"
#include "core/data/remote/transfer.hpp"

namespace mlp::cli {

/// Thread-safe. What was drawn is wiped away at the end: the report says what came of it.
class TransferProgress final : public data::TransferObserver {
public:
    /// @param verb "fetching"
    TransferProgress(const Invocation& call, std::string verb);
    ~TransferProgress() override;
    TransferProgress(const TransferProgress&) = delete;
    TransferProgress& operator=(const TransferProgress&) = delete;

    /// More is to come. @param bytes 0: not known
    void expect(std::size_t files, std::uint64_t bytes);
    void on_bytes(const data::BlobName& name, std::uint64_t count) override;
    void on_done(const data::BlobName& name) override;

private:
    using Clock = std::chrono::steady_clock;
    void show();  // with the mutex held

    const Invocation& call_;
    std::string verb_;
    Clock::time_point begun_ = Clock::now();
    std::mutex mutex_;  // guards all below
    Clock::time_point shown_ = Clock::now();
    bool drawn_ = false;
    std::size_t files_ = 0;
    std::size_t done_ = 0;
    std::uint64_t bytes_ = 0;
    std::uint64_t moved_ = 0;
};

/// "fetching 3/40 files, 1.5 GiB of 4.0 GiB, 120 MiB/s, 21 s left"; what is not known is left out.
std::string progress_text(std::string_view verb, std::size_t done, std::size_t files, std::uint64_t moved,
                          std::uint64_t bytes, std::chrono::milliseconds passed);

}  // namespace mlp::cli

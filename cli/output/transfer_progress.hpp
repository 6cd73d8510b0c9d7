// How far many files have come: one line in a terminal with rate and time left, a line now and then elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "cli/invocation.hpp"
#include "core/data/remote/transfer.hpp"

namespace mlp::cli {

/// Where a transfer stands.
struct TransferState {
    std::size_t files = 0;  ///< there are to do
    std::size_t done = 0;   ///< of them, whether they moved or were there before
    std::optional<std::uint64_t> total = {};  ///< bytes of all of them; nothing: not known
    std::uint64_t there = 0;                  ///< of that, in their places or on the way
    std::uint64_t moved = 0;                  ///< bytes that this transfer moved: those the rate is of
};

/// "fetching 3/40 files, 1.5 GiB of 4.0 GiB, 120 MiB/s, 21 s left"; what is not known is left out.
std::string progress_text(std::string_view verb, const TransferState& state, std::chrono::milliseconds passed);

/// The state out of what is told of single files, by names that are theirs alone.
class TransferSums {
public:
    /// More is to come.
    void expect(std::size_t files) { state_.files += files; }
    /// All that is expected comes to so many bytes; nothing: nobody knows.
    void set_total(std::optional<std::uint64_t> bytes) { state_.total = bytes; }
    void moved(const std::string& name, std::uint64_t count);
    /// @param size  of all of it: what moved in vain before, or was there, is not counted by its moves
    void done(const std::string& name, std::uint64_t size);

    const TransferState& state() const { return state_; }

private:
    TransferState state_;
    std::map<std::string, std::uint64_t> on_the_way_;
};

/// Thread-safe. What was drawn is wiped away at the end: the report says what came of it.
class TransferProgress final : public data::TransferObserver {
public:
    /// @param verb "fetching"
    TransferProgress(const Invocation& call, std::string verb);
    ~TransferProgress() override;
    TransferProgress(const TransferProgress&) = delete;
    TransferProgress& operator=(const TransferProgress&) = delete;

    /// As those of TransferSums.
    void expect(std::size_t files);
    void set_total(std::optional<std::uint64_t> bytes);
    void moved(const std::string& name, std::uint64_t count);
    void done(const std::string& name, std::uint64_t size);

    void on_bytes(const data::BlobName& name, std::uint64_t count) override { moved(data::to_string(name), count); }
    void on_done(const data::BlobName& name, std::uint64_t size) override { done(data::to_string(name), size); }

private:
    using Clock = std::chrono::steady_clock;
    void show();  // with the mutex held

    const Invocation& call_;
    std::string verb_;
    Clock::time_point begun_ = Clock::now();
    std::mutex mutex_;  // guards all below
    Clock::time_point shown_ = Clock::now();
    bool drawn_ = false;
    TransferSums sums_;
};

}  // namespace mlp::cli

// How far reading has come, on a terminal: for work whose parts say nothing while they are at it. Silent elsewhere.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "cli/invocation.hpp"

namespace mlp::cli {

class ReadingProgress {
public:
    /// @param verb    "adding"
    /// @param expect  tells how many bytes there are to read; only called where something will be shown
    ReadingProgress(const Invocation& call, std::string verb, const std::function<std::uint64_t()>& expect);
    ~ReadingProgress();
    ReadingProgress(const ReadingProgress&) = delete;
    ReadingProgress& operator=(const ReadingProgress&) = delete;

private:
    void draw();

    const Invocation& call_;
    std::string verb_;
    std::uint64_t bytes_ = 0;
    std::uint64_t before_ = 0;
    std::mutex mutex_;  // guards the one below
    bool done_ = false;
    std::condition_variable changed_;
    std::thread thread_;  // last: it uses all above
};

/// "adding 1.5 GiB of 4.0 GiB, 820 MiB/s, 3.1 s left"
std::string reading_text(std::string_view verb, std::uint64_t read, std::uint64_t bytes, std::chrono::milliseconds passed);

}  // namespace mlp::cli

// How far reading has come, for work whose parts say nothing while they are at it: one line in a terminal, a line now and
// then elsewhere.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "cli/invocation.hpp"

namespace mlp::cli {

/// How many bytes there are to read; nothing: not known yet. Asked from a thread of its own whenever a line is shown.
using ReadingTotal = std::function<std::optional<std::uint64_t>()>;

/// Of work that looks at so many paths and finds out at each what of it must be read: known once the last was looked at.
ReadingTotal learned_total(std::size_t paths);

class ReadingProgress {
public:
    /// @param verb   "adding"
    ReadingProgress(const Invocation& call, std::string verb, ReadingTotal total);
    ~ReadingProgress();
    ReadingProgress(const ReadingProgress&) = delete;
    ReadingProgress& operator=(const ReadingProgress&) = delete;

private:
    void run();
    void show(std::chrono::milliseconds passed);

    const Invocation& call_;
    std::string verb_;
    ReadingTotal total_;
    bool live_ = false;
    bool drawn_ = false;
    std::uint64_t before_ = 0;
    std::mutex mutex_;  // guards the one below
    bool done_ = false;
    std::condition_variable changed_;
    std::thread thread_;  // last: it uses all above
};

/// "adding 1.5 GiB of 4.0 GiB, 820 MiB/s, 3.1 s left"; without a total "adding 1.5 GiB, 820 MiB/s".
std::string reading_text(std::string_view verb, std::uint64_t read, std::optional<std::uint64_t> total,
                         std::chrono::milliseconds passed);

}  // namespace mlp::cli

#include "cli/output/reading_progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "cli/output/live_line.hpp"
#include "cli/output/stream.hpp"
#include "core/base/io_counters.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

using std::chrono::milliseconds;

namespace {

/// Less is read before anybody could look.
constexpr std::uint64_t worth_showing = 64ULL << 20;
/// Before that a rate says nothing.
constexpr milliseconds first_reading_rate{300};

}  // namespace

std::string reading_text(std::string_view verb, std::uint64_t read, std::uint64_t bytes, milliseconds passed) {
    const std::uint64_t now = std::min(read, bytes);
    std::string text = fmt::format("{} {} of {}", verb, base::size_text(now), base::size_text(bytes));
    if (passed < first_reading_rate || now == 0) return text;
    const double per_second = static_cast<double>(now) * 1000 / static_cast<double>(passed.count());
    text += fmt::format(", {}/s", base::size_text(static_cast<std::uint64_t>(per_second)));
    if (now == bytes) return text;
    const auto left = static_cast<std::int64_t>(static_cast<double>(bytes - now) * 1000 / per_second);
    return text + fmt::format(", {} left", base::duration_text(milliseconds(left)));
}

ReadingProgress::ReadingProgress(const Invocation& call, std::string verb, const std::function<std::uint64_t()>& expect)
    : call_(call), verb_(std::move(verb)) {
    const auto before = call.may_animate() ? base::bytes_read() : std::nullopt;
    if (!before) return;
    before_ = *before;
    bytes_ = expect();
    if (bytes_ >= worth_showing) thread_ = std::thread([this] { draw(); });
}

ReadingProgress::~ReadingProgress() {
    if (!thread_.joinable()) return;
    {
        const std::scoped_lock lock(mutex_);
        done_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void ReadingProgress::draw() {
    const auto begun = std::chrono::steady_clock::now();
    bool drawn = false;
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, frame, [this] { return done_; })) {
        const std::uint64_t read = base::bytes_read().value_or(before_) - before_;
        const auto passed = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begun);
        const std::string text = reading_text(verb_, read, bytes_, passed);
        write_error(std::string(erase_line) + text.substr(0, call_.terminal().width - 1));
        drawn = true;
    }
    if (drawn) write_error(erase_line);
}

}  // namespace mlp::cli

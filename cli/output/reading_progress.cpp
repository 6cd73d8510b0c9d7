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

std::string reading_text(std::string_view verb, std::uint64_t read, std::optional<std::uint64_t> total,
                         milliseconds passed) {
    const std::uint64_t now = std::min(read, total.value_or(read));
    std::string text = fmt::format("{} {}", verb, base::size_text(now));
    if (total) text += " of " + base::size_text(*total);
    if (passed < first_reading_rate || now == 0) return text;
    const double per_second = static_cast<double>(now) * 1000 / static_cast<double>(passed.count());
    text += fmt::format(", {}/s", base::size_text(static_cast<std::uint64_t>(per_second)));
    if (!total || now == *total) return text;
    const auto left = static_cast<std::int64_t>(static_cast<double>(*total - now) * 1000 / per_second);
    return text + fmt::format(", {} left", base::duration_text(milliseconds(left)));
}

ReadingTotal learned_total(std::size_t paths) {
    return [paths, before = base::reading_ahead()]() -> std::optional<std::uint64_t> {
        const base::ReadingAhead now = base::reading_ahead();
        if (now.times - before.times < paths) return std::nullopt;
        return now.bytes - before.bytes;
    };
}

ReadingProgress::ReadingProgress(const Invocation& call, std::string verb, ReadingTotal total)
    : call_(call), verb_(std::move(verb)), total_(std::move(total)), live_(call.may_animate()) {
    const auto before = call.globals().quiet ? std::nullopt : base::bytes_read();
    if (!before) return;
    before_ = *before;
    thread_ = std::thread([this] { run(); });
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

void ReadingProgress::run() {
    const auto begun = std::chrono::steady_clock::now();
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, live_ ? frame : plain_pause, [this] { return done_; }))
        show(std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begun));
    if (drawn_) write_error(erase_line);
}

void ReadingProgress::show(milliseconds passed) {
    const std::uint64_t read = base::bytes_read().value_or(before_) - before_;
    const auto total = total_();
    if (total.value_or(read) < (live_ ? worth_showing : 1)) return;
    const std::string text = reading_text(verb_, read, total, passed);
    if (!live_) return call_.note(text);
    write_error(std::string(erase_line) + text.substr(0, call_.terminal().width - 1));
    drawn_ = true;
}

}  // namespace mlp::cli

#include "cli/output/transfer_progress.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/output/live_line.hpp"
#include "cli/output/stream.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

using std::chrono::milliseconds;

namespace {

/// Before that a rate says nothing.
constexpr milliseconds first_rate{500};

milliseconds since(std::chrono::steady_clock::time_point begun) {
    return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begun);
}

}  // namespace

std::string progress_text(std::string_view verb, const TransferState& state, milliseconds passed) {
    std::string text = fmt::format("{} {}/{} files", verb, state.done, state.files);
    const std::uint64_t total = std::max(state.total.value_or(0), state.there);
    if (total > 0) text += ", " + base::size_text(state.there);
    if (total > 0 && state.total) text += " of " + base::size_text(total);
    if (passed < first_rate || state.moved == 0) return text;
    const double per_second = static_cast<double>(state.moved) * 1000 / static_cast<double>(passed.count());
    text += fmt::format(", {}/s", base::size_text(static_cast<std::uint64_t>(per_second)));
    if (!state.total || state.there >= total) return text;
    const double left = static_cast<double>(total - state.there) * 1000 / per_second;
    return text + fmt::format(", {} left", base::duration_text(milliseconds(static_cast<std::int64_t>(left))));
}

void TransferSums::moved(const std::string& name, std::uint64_t count) {
    state_.moved += count;
    state_.there += count;
    on_the_way_[name] += count;
}

void TransferSums::done(const std::string& name, std::uint64_t size) {
    ++state_.done;
    state_.there += size;
    const auto way = on_the_way_.find(name);
    if (way == on_the_way_.end()) return;
    state_.there -= way->second;
    on_the_way_.erase(way);
}

TransferProgress::TransferProgress(const Invocation& call, std::string verb) : call_(call), verb_(std::move(verb)) {}

TransferProgress::~TransferProgress() {
    if (drawn_) write_error(erase_line);
}

void TransferProgress::expect(std::size_t files) {
    const std::scoped_lock lock(mutex_);
    sums_.expect(files);
    show();
}

void TransferProgress::set_total(std::optional<std::uint64_t> bytes) {
    const std::scoped_lock lock(mutex_);
    sums_.set_total(bytes);
    show();
}

void TransferProgress::moved(const std::string& name, std::uint64_t count) {
    const std::scoped_lock lock(mutex_);
    sums_.moved(name, count);
    show();
}

void TransferProgress::done(const std::string& name, std::uint64_t size) {
    const std::scoped_lock lock(mutex_);
    sums_.done(name, size);
    show();
}

void TransferProgress::show() {
    const bool live = call_.may_animate();
    if (since(shown_) < (live ? frame : plain_pause)) return;
    shown_ = Clock::now();
    const std::string text = progress_text(verb_, sums_.state(), since(begun_));
    if (!live) return call_.note(text);
    drawn_ = true;
    write_error(std::string(erase_line) + text.substr(0, call_.terminal().width - 1));
}

}  // namespace mlp::cli

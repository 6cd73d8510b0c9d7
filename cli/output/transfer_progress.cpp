#include "cli/output/transfer_progress.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/output/live_line.hpp"
#include "cli/output/stream.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds plain_pause{10'000};
/// Before that a rate says nothing.
constexpr milliseconds first_rate{500};

milliseconds since(std::chrono::steady_clock::time_point begun) {
    return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begun);
}

/// How much of the work is done, by bytes where their number is known.
double share_of(std::size_t done, std::size_t files, std::uint64_t moved, std::uint64_t bytes) {
    if (bytes > 0) return static_cast<double>(moved) / static_cast<double>(bytes);
    return files == 0 ? 0 : static_cast<double>(done) / static_cast<double>(files);
}

}  // namespace

std::string progress_text(std::string_view verb, std::size_t done, std::size_t files, std::uint64_t moved,
                          std::uint64_t bytes, milliseconds passed) {
    std::string text = fmt::format("{} {}/{} files", verb, done, files);
    if (moved > 0 || bytes > 0) text += ", " + base::size_text(moved);
    if (bytes > 0) text += " of " + base::size_text(std::max(bytes, moved));
    if (passed < first_rate) return text;
    const auto per_second = static_cast<double>(moved) * 1000 / static_cast<double>(passed.count());
    if (moved > 0) text += fmt::format(", {}/s", base::size_text(static_cast<std::uint64_t>(per_second)));
    const double share = share_of(done, files, moved, bytes);
    if (share <= 0 || share >= 1) return text;
    const double left = static_cast<double>(passed.count()) * (1 - share) / share;
    return text + fmt::format(", {} left", base::duration_text(milliseconds(static_cast<std::int64_t>(left))));
}

TransferProgress::TransferProgress(const Invocation& call, std::string verb) : call_(call), verb_(std::move(verb)) {}

TransferProgress::~TransferProgress() {
    if (drawn_) write_error(erase_line);
}

void TransferProgress::expect(std::size_t files, std::uint64_t bytes) {
    const std::scoped_lock lock(mutex_);
    files_ += files;
    bytes_ += bytes;
    show();
}

void TransferProgress::on_bytes(const data::BlobName&, std::uint64_t count) {
    const std::scoped_lock lock(mutex_);
    moved_ += count;
    show();
}

void TransferProgress::on_done(const data::BlobName&) {
    const std::scoped_lock lock(mutex_);
    ++done_;
    show();
}

void TransferProgress::show() {
    const bool live = call_.may_animate();
    if (since(shown_) < (live ? frame : plain_pause)) return;
    shown_ = Clock::now();
    const std::string text = progress_text(verb_, done_, files_, moved_, bytes_, since(begun_));
    if (!live) return call_.note(text);
    drawn_ = true;
    write_error(std::string(erase_line) + text.substr(0, call_.terminal().width - 1));
}

}  // namespace mlp::cli

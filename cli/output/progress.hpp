// How a run is watched: one progress line in a terminal, prefixed lines elsewhere, JSON lines under --json. All on
// standard error: standard output belongs to the result.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cli/invocation.hpp"
#include "core/pipeline/progress.hpp"

namespace mlp::cli {

/// The one that fits this invocation.
std::unique_ptr<pipeline::Progress> make_progress(const Invocation& call);

std::unique_ptr<pipeline::Progress> terminal_progress(const Invocation& call);
std::unique_ptr<pipeline::Progress> plain_progress(const Invocation& call);
std::unique_ptr<pipeline::Progress> json_progress(const Invocation& call);

/// Cuts a stream into lines; what has no end yet is kept, but never more than a few kilobytes.
class LineBuffer {
public:
    /// Calls `line(text)` for each finished line, without its end; a lone carriage return ends a line too (progress
    /// bars).
    template <class Line>
    void add(std::string_view bytes, const Line& line) {
        for (const char c : bytes) {
            if (c == '\n' || (c == '\r' && !rest_.empty()) || rest_.size() >= longest) finish(line);
            if (c != '\n' && c != '\r') rest_ += c;
        }
    }
    template <class Line>
    void finish(const Line& line) {
        line(std::string_view(rest_));
        rest_.clear();
    }
    bool empty() const { return rest_.empty(); }

private:
    static constexpr std::size_t longest = 8192;
    std::string rest_;
};

}  // namespace mlp::cli

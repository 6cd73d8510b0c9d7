// Logging from a stream of JSON lines: what has been read is kept together, so thousands of lines cost few syncs, and a
// line that comes alone is not held back.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/env.hpp"
#include "core/base/error.hpp"
#include "core/data/object_store.hpp"
#include "core/tracking/log_line.hpp"
#include "core/tracking/store.hpp"

namespace mlp::cli {

class LogStream {
public:
    struct Target {
        tracking::TrackingStore& tracking;
        data::ObjectStore& objects;
        base::Env env;
        std::string run_id;
        std::string source;  ///< for messages: "standard input" or the file
        std::int64_t step = 0;
        bool atomic = false;  ///< inside a transaction of the caller: what was taken before a bad line goes with it
    };
    explicit LogStream(Target target) : to_(std::move(target)) {}

    /// Reads to the end of the descriptor. After each commit `kept` is told how many lines are safe by then.
    /// A bad line: Error{invalid} at "source:LINE"; the lines before it are kept.
    void read(int fd, const std::function<void(std::uint64_t)>& kept);

    std::uint64_t lines() const { return kept_; }  ///< lines kept, blank ones included
    std::uint64_t metrics() const { return metrics_; }
    std::uint64_t params() const { return params_; }
    std::uint64_t tags() const { return tags_; }
    std::uint64_t artifacts() const { return artifacts_; }

private:
    struct Numbered {
        std::uint64_t number;
        tracking::LogLine line;
    };
    void take_lines(std::string& pending, bool at_end, std::vector<Numbered>& lines);
    void keep(const std::vector<Numbered>& lines);
    void keep_together(const std::vector<Numbered>& lines);
    [[noreturn]] void fail(Error error, std::uint64_t number) const;

    Target to_;
    std::uint64_t read_ = 0;  ///< number of the last line that was parsed
    std::uint64_t kept_ = 0;
    std::uint64_t metrics_ = 0;
    std::uint64_t params_ = 0;
    std::uint64_t tags_ = 0;
    std::uint64_t artifacts_ = 0;
};

}  // namespace mlp::cli

// One line of `mlp track log -`: a JSON object that says what to log.
//
//   {"metric": {"acc": 0.9, "loss": 0.31}, "step": 3}                      several metrics of one step
//   {"key": "acc", "value": 0.9, "step": 3, "timestamp": 1700000000000}    one point, as exports have it
//   {"param": {"lr": 0.1}}   {"tag": {"team": "search"}}   {"artifact": "roc.png", "path": "plots/roc.png"}
//
// NaN, Infinity and -Infinity may stand bare, as Python writes them, or as texts.
// One object may hold several of these. Without "timestamp" it is now, without "step" 0.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/tracking/types.hpp"

namespace mlp::tracking {

/// A file to be kept; `path` is empty where its own name will do.
struct FileToLog {
    std::string file = {};
    std::string path = {};
};

struct LogLine {
    Batch batch = {};
    std::vector<FileToLog> files = {};
};

/// @throws Error{invalid} that says which key of the object is wrong; the place is the caller's to add.
LogLine parse_log_line(std::string_view line, Millis now, std::int64_t step);

/// A param's or tag's value: texts as they are, other scalars as JSON writes them; nothing for lists and objects.
std::optional<std::string> scalar_text(const base::Json& value);

}  // namespace mlp::tracking

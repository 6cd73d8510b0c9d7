// What keys, values, names and paths may be: MLflow's rules, checked on the way in. All failures are Error{invalid} and
// name the thing.
#pragma once

#include <string>
#include <string_view>

#include "core/tracking/types.hpp"

namespace mlp::tracking {

/// Metric, param and tag keys: up to 250 letters, digits (of any script), `_ - . : /` and spaces, and a normal relative
/// path.
/// @param what "metric", "param" or "tag", for the message
void check_key(std::string_view what, std::string_view key);

/// `value`, cut to `limit` characters. Bytes that are not UTF-8 are refused.
std::string checked_value(std::string_view what, std::string_view key, std::string_view value, std::size_t limit);

/// Names of runs and experiments: not empty, UTF-8, at most `limit` characters, no control characters.
void check_name(std::string_view what, std::string_view name, std::size_t limit);

/// Run ids from outside: a letter or digit, then up to 255 letters, digits, `_` and `-`.
void check_run_id(std::string_view id);

/// Metric times count from 1970.
void check_metric(const Metric& metric);

/// Artifact paths: relative, normal, '/' between parts, no `..`, backslash, `#` or control characters, at most 1024
/// bytes.
void check_artifact_path(std::string_view path);

void check_dataset(const Dataset& dataset);

}  // namespace mlp::tracking

// Parameter and metrics files as values: looking keys up, and naming what is there.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"

namespace mlp::config {

using base::Json;

/// The whole file; nothing when it does not exist. Error{invalid} with its place for what cannot be parsed.
std::optional<Json> read_param_file(const std::filesystem::path& file);
/// The value of "train.lr" or "layers.0", or null pointer.
const Json* find_param(const Json& values, std::string_view key);
/// Every name in the file, nested ones joined by '.', for suggestions.
std::vector<std::string> param_names(const Json& values);

/// What a metrics file holds, nested keys joined by '.': numbers (NaN and the infinities as number_json writes them),
/// texts and booleans; lists and nulls are dropped. A file that is no map: Error{invalid}.
std::map<std::string, Json> read_metric_values(const std::filesystem::path& file);

}  // namespace mlp::config

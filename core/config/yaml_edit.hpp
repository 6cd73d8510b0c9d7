// Single values of a YAML file set and taken away in its text; comments, order and layout of the rest stay.
#pragma once

#include <string>
#include <vector>

#include "core/base/json.hpp"

namespace mlp::config {

/// The text with the value at `path` set (keys of maps, each made where it is not there, at its map's end). What
/// cannot be edited without touching more (maps in braces, a list on the way) is Error{invalid}.
/// @param file for places
std::string with_yaml_value(const std::string& text, const std::string& file, const std::vector<std::string>& path,
                            const base::Json& value);

/// The text without the key at `path`, and without maps that are empty then. Not there: the text as it is.
std::string without_yaml_key(const std::string& text, const std::string& file, const std::vector<std::string>& path);

}  // namespace mlp::config

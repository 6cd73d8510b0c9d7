// The types of copier's answers: how a text or a value becomes one of that type.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/template/jinja/value.hpp"

namespace mlp::tmpl::copier {

inline constexpr std::array<std::string_view, 7> type_names{"bool", "float", "int", "json", "str", "yaml", "path"};

/// "str" for a default 'x', "yaml" for what has no type of its own.
std::string_view type_of(const jinja::Value& value);

/// As copier casts an answer. What cannot be of that type: Error{usage} that says what was found.
jinja::Value cast(const jinja::Value& value, std::string_view type);

/// 0, "no", "off", "null", "" … are false; what is no such word has Python's truth.
bool cast_to_bool(const jinja::Value& value);

/// The items of a YAML list as they are written, for another cast each. No list: Error{usage}.
std::vector<std::string> raw_items(std::string_view yaml);

}  // namespace mlp::tmpl::copier

// YAML as a Python program has it that reads it with PyYAML, as copier does: YAML 1.1.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/yaml.hpp"
#include "core/template/jinja/value.hpp"

namespace mlp::tmpl {

/// Parses one document. A key that stands twice is an error here, where PyYAML takes the last.
base::Yaml parse_python_yaml(std::string_view text, std::string_view file);

/// Byte offset of a place in the text that was parsed.
std::size_t offset_of(std::string_view text, const Position& place);

/// What a scalar with a tag of its own ("!include x") stands for; asked about every scalar that is not plain.
using TagReader = std::function<std::optional<jinja::Value>(const base::Yaml& node)>;

/// yes and off are booleans, 017 is 15, 1:30 is 90. Dates and integers beyond 64 bits: Error{invalid}.
jinja::Value python_value(const base::Yaml& node, const TagReader& read_tag = {});

}  // namespace mlp::tmpl

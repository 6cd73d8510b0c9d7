// Python's json.dumps() and loads().
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/template/jinja/value.hpp"

namespace mlp::tmpl::jinja {

struct JsonStyle {
    std::optional<std::string> indent;  ///< of one level; nothing: all in one line
    bool sort_keys = false;
    bool ascii = true;  ///< other characters as \uXXXX
    std::string item_separator = ", ";
    std::string key_separator = ": ";
};

std::string json_text(const Value& value, const JsonStyle& style);

/// The indent as dumps() takes it: none, a number, or a text; with one, items are separated by "," and a newline.
void set_indent(JsonStyle& style, const Value& indent);

}  // namespace mlp::tmpl::jinja

// Pieces of Python's str that filters and methods share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/template/jinja/value.hpp"

namespace mlp::tmpl::jinja {

/// The value as a text; whether it is safe is kept.
Text soft_text(const Value& value);

/// str.splitlines().
std::vector<std::string> split_lines(std::string_view text, bool keep_ends = false);
/// str.split() at white space, at most `limit` times (negative: always); from the right as str.rsplit() does.
std::vector<std::string> split_words(std::string_view text, std::int64_t limit, bool from_right);
std::vector<std::string> split_at(std::string_view text, std::string_view separator, std::int64_t limit,
                                  bool from_right);
/// str.replace(); negative: all.
std::string replaced(Interpreter& interpreter, std::string_view text, std::string_view old, std::string_view with,
                     std::int64_t limit);
/// str.strip(); without `characters` white space goes.
std::string strip(std::string_view text, const std::optional<std::string>& characters, bool left, bool right);

enum class Align { left, right, center };
/// str.ljust(), rjust(), center().
std::string padded(Interpreter& interpreter, std::string_view text, std::int64_t width, Align align,
                   std::string_view fill = " ");

}  // namespace mlp::tmpl::jinja

// Values of Python's literal syntax, as ast.literal_eval gives them.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/json.hpp"

namespace mlp::base {

/// Numbers, texts (side by side too), True, False, None, lists, tuples, sets and dictionaries of these. Tuples and sets
/// become lists; keys that are no text, and integers beyond 64 bits, are verbatim words (verbatim.hpp).
/// @return nothing for anything else: names, calls, formulas, bytes, f-strings
std::optional<Json> python_literal(std::string_view text);

/// End of the text in quotes that begins at `at` (its opening quote), behind the closing quote; nothing when it is not
/// closed.
std::optional<std::size_t> python_string_end(std::string_view text, std::size_t at);

}  // namespace mlp::base

// TOML 1.0 as JSON: parameter files of people who keep them in pyproject.toml or params.toml.
#pragma once

#include <string_view>

#include "core/base/json.hpp"

namespace mlp::base {

/// Tables are objects in the order of their first key. Dates and times are verbatim_yaml words (verbatim.hpp), as
/// written; inf and nan are doubles. A syntax error, a key set twice or nesting beyond 200 levels: Error{invalid} at
/// "origin:line:column".
Json parse_toml(std::string_view text, std::string_view origin);

}  // namespace mlp::base

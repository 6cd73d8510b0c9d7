// Patterns of Python's fnmatch: '*' and '?' match a '/' too.
#pragma once

#include <string_view>

namespace mlp::tmpl {

/// fnmatch.fnmatchcase(name, pattern).
bool name_matches(std::string_view name, std::string_view pattern);

}  // namespace mlp::tmpl

// Rendering of one text. The part of Jinja that bundled templates use, exactly: anything else is an error, never a
// wrong result.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace mlp::tmpl {

/// Names to texts: answers and built-in values.
using Values = std::map<std::string, std::string>;

/// Replaces `{{ name }}` and `{{ name | filter }}` (filters: `yaml`, a scalar quoted where YAML asks for it; `json`, a
/// text in double quotes, as TOML takes it too; `lower`) and drops
/// `{# comments #}`. As in Jinja one newline at the end of the text is kept. Unknown names and filters, `{% %}` and
/// everything else in braces are Error{invalid} at file:line:column.
std::string render(std::string_view text, const Values& values, std::string_view file);

}  // namespace mlp::tmpl

// Rendering of one text of mlp's own templates, with Jinja (jinja/jinja.hpp).
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/template/jinja/jinja.hpp"

namespace mlp::tmpl {

/// Names to texts: answers and built-in values.
using Values = std::map<std::string, std::string>;

/// How mlp's own templates are rendered; line ends are those of the text.
jinja::Environment own_environment(std::string_view text);

/// Jinja, with two more filters: `yaml`, a scalar quoted where YAML asks for it, and `json`, a text in double quotes,
/// as TOML takes it too. A newline at the end and CRLF are kept. Unknown names are Error{invalid} at file:line:column.
std::string render(std::string_view text, const Values& values, std::string_view file);

}  // namespace mlp::tmpl

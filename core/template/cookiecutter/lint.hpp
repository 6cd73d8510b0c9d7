// What a linter looks at in a template of cookiecutter.
#pragma once

#include <string_view>

#include "core/template/lint.hpp"
#include "core/template/template_folder.hpp"

namespace mlp::tmpl::cookiecutter {

/// @param variables_text of cookiecutter.json. One that cannot be read: Error{invalid}.
LintSubject lint_subject(const TemplateFolder& repository, std::string_view variables_text);

}  // namespace mlp::tmpl::cookiecutter

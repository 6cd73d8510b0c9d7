// What a linter looks at in one of mlp's own templates.
#pragma once

#include "core/template/lint.hpp"
#include "core/template/template.hpp"

namespace mlp::tmpl {

LintSubject lint_subject(const Template& project_template);

}  // namespace mlp::tmpl

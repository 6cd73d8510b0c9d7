// What a linter looks at in a template of copier.
#pragma once

#include "core/template/copier/config.hpp"
#include "core/template/lint.hpp"

namespace mlp::tmpl::copier {

/// Extensions and settings of Jinja that are not supported: Error{invalid}.
LintSubject lint_subject(const TemplateFolder& folder, const Config& config);

}  // namespace mlp::tmpl::copier

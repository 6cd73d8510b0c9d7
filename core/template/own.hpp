// mlp's own templates (template.yaml and files/) among the other kinds.
#pragma once

#include <memory>
#include <string_view>

#include "core/template/kind.hpp"

namespace mlp::tmpl {

/// Ending of files that are rendered, and lose it.
inline constexpr std::string_view rendered_suffix = ".jinja";

/// All files of a template with names and texts rendered, by path. Paths that leave the project or meet each other:
/// Error{invalid}.
std::vector<RenderedFile> render_files(const Template& project_template, const Values& values);

std::unique_ptr<OpenedTemplate> open_own(Template project_template);
/// The same in a folder: its template.yaml and files/.
std::unique_ptr<OpenedTemplate> open_own(const Origin& origin);

}  // namespace mlp::tmpl

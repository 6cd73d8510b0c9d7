// A new project on disk: rendered whole, then put in place all at once. Nothing is overwritten unless that was asked
// for.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/env.hpp"
#include "core/template/render.hpp"
#include "core/template/template.hpp"

namespace mlp::tmpl {

struct RenderedFile {
    std::string path;  ///< relative to the project, normal
    std::string content;
    bool executable = false;
};

/// All files of a template with names and texts rendered, by path. Paths that leave the project or meet each other:
/// Error{invalid}.
std::vector<RenderedFile> render_files(const Template& project_template, const Values& values);

struct CreateOptions {
    bool force = false;  ///< existing files are replaced
    bool git = true;     ///< a repository with a first commit, unless the target lies in one
};

struct Created {
    std::filesystem::path folder;  ///< absolute
    std::vector<std::string> made;
    std::vector<std::string> kept;      ///< optional files that were there already
    std::vector<std::string> replaced;  ///< with force
    std::string commit;                 ///< empty: none was made
    std::string git_note;               ///< why there is no repository or commit, or that a neutral identity was used
};

/// Makes `target` (new, empty, or a folder with files of its own) hold the project. Conflicts are all named in one
/// Error{conflict}. On failure nothing of it stays; what a killed run left behind is cleared by the next one.
Created create_project(const Template& project_template, const Values& values, const std::filesystem::path& target,
                       const CreateOptions& options);

}  // namespace mlp::tmpl

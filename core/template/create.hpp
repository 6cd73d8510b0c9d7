// A new project on disk: rendered whole, then put in place all at once. Nothing is overwritten unless that was asked
// for.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/template/rendered.hpp"

namespace mlp::tmpl {

/// What is to be put on disk.
struct NewProject {
    std::string template_name;
    std::vector<RenderedFile> files;
    std::vector<std::string> optional;  ///< paths that are left alone when they exist
};

/// Runs what a template wants to run, in the project's folder. A failure is thrown.
using ProjectStep = std::function<void(const std::filesystem::path& project)>;

struct CreateOptions {
    bool force = false;       ///< existing files are replaced
    bool git = true;          ///< a repository with a first commit, unless the target lies in one
    ProjectStep before = {};  ///< before the files are written; with it, or `after`, the project is made where it stays
    ProjectStep after = {};   ///< once they are
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
Created create_project(const NewProject& project, const std::filesystem::path& target, const CreateOptions& options);

}  // namespace mlp::tmpl

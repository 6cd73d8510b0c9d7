// Copies of a project to run in, so that stages cannot touch the files of the user.
#pragma once

#include <filesystem>

#include "core/base/env.hpp"
#include "core/config/project.hpp"

namespace mlp::cli {

/// Below `to`: every tracked and untracked file that is not ignored, of the whole work tree; and of ignored ones what
/// stages need and do not make: data, parameter files, outputs that persist, lock files, local settings. By reflink
/// where the file system can, else as copies, never as hard links. In git the copy is a repository of its own that
/// borrows the objects, and uses the same cache of DVC.
/// @return the project's root in the copy
std::filesystem::path copy_project(const config::Project& project, const base::Env& env,
                                   const std::filesystem::path& to);

/// A folder with all in it, links as links. `to` must not exist.
void clone_folder(const std::filesystem::path& from, const std::filesystem::path& to);

/// A folder for copies below .mlp/tmp of the project.
std::filesystem::path copies_folder(const std::filesystem::path& root);
/// What killed runs left there goes, and before that the stages which they left at work. Call with the run lock held.
void remove_left_copies(const std::filesystem::path& root);

}  // namespace mlp::cli

// Finding a repository by its files alone, without libgit2.
#pragma once

#include <filesystem>
#include <optional>

namespace mlp::git {

/// The folder with HEAD in it that belongs to the nearest repository upwards from `start`: `.git`, what a `.git` file
/// names (worktrees, submodules), or with `bare_too` a bare repository itself. Never fails: nothing for whatever cannot
/// be read.
std::optional<std::filesystem::path> git_folder_of(const std::filesystem::path& start, bool bare_too);

}  // namespace mlp::git

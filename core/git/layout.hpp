// Finding a repository by its files alone, without libgit2.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace mlp::git {

/// The folder with HEAD in it that belongs to the nearest repository upwards from `start`: `.git`, what a `.git` file
/// names (worktrees, submodules), or with `bare_too` a bare repository itself. Never fails: nothing for whatever cannot
/// be read.
std::optional<std::filesystem::path> git_folder_of(const std::filesystem::path& start, bool bare_too);

/// The nearest `.git` upwards that is there and cannot be read as a repository's: damaged, or somebody else's.
std::optional<std::filesystem::path> unread_git_folder(const std::filesystem::path& start);

/// What the work trees of a repository share; for one with a single work tree the folder itself.
/// @param own of a work tree, from git_folder_of
std::filesystem::path common_folder(const std::filesystem::path& own);

/// Of one of git's small files, without its end; empty when it cannot be read.
std::string first_line(const std::filesystem::path& file);

}  // namespace mlp::git

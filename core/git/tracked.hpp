// Which files git itself keeps, and putting files into its index.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/git/revision.hpp"

namespace mlp::git {

/// True when the index holds the path, or anything below it. False outside a repository.
/// @param path relative to `folder`, normal
bool is_tracked(const std::filesystem::path& folder, const std::string& path);

/// Those of the paths that the index holds, or has something below. None outside a repository.
std::vector<std::string> tracked_among(const std::filesystem::path& folder, const std::vector<std::string>& paths);

/// The files below `folder` as the index has them, whatever became of them since; of an unmerged one every side. None
/// outside a repository.
std::vector<CommittedFile> staged_files(const std::filesystem::path& folder);
/// The content of one of these.
std::string read_staged(const std::filesystem::path& folder, const CommittedFile& file);

/// `git add` of these files (relative to `folder`); ignored ones that are not tracked yet are passed over. Nothing
/// happens outside a repository.
void stage_files(const std::filesystem::path& folder, const std::vector<std::string>& paths);

/// Files that git neither tracks nor ignores, below `folder` and relative to it, sorted.
std::vector<std::string> untracked_files(const std::filesystem::path& folder);

}  // namespace mlp::git

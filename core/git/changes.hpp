// What differs between a commit and the files as they are now.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mlp::git {

/// Files that were added, changed or removed since the commit (its full id): committed, staged, or not even added yet.
/// Ignored files are in no commit and do not count. Sorted, relative to `folder`, inside of it. No work tree around
/// it: Error{missing}.
std::vector<std::string> changed_since(const std::filesystem::path& folder, const std::string& commit);

/// True where older commits were not fetched.
bool is_shallow(const std::filesystem::path& folder);

/// False where a clone fetches only some branches of a remote (`git clone --single-branch`).
bool fetches_all_branches(const std::filesystem::path& folder);

}  // namespace mlp::git

// Files that a merge could not finish, as git remembers them: `git status` calls them unmerged until they are added.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mlp::git {

/// The two other sides of a file whose own side the index has already.
struct Conflict {
    std::string path;    ///< relative to the folder that is given beside it
    std::string base;    ///< what both sides started from; empty where the file was new on both
    std::string theirs;  ///< what was merged in
};

/// Writes the three sides of each file into the index of the repository that `folder` lies in; the work tree stays.
/// What the index does not know (ignored files, no repository) is left out.
void record_conflicts(const std::filesystem::path& folder, const std::vector<Conflict>& conflicts);

}  // namespace mlp::git

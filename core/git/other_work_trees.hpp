// What `git worktree list` tells besides the work tree that somebody is in.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mlp::git {

struct OtherWorkTree {
    std::string name;              ///< git's own for it; "main" for the one that the repository began with
    std::string detached;          ///< commit of its HEAD, unless that is a branch
    std::filesystem::path folder;  ///< where the folder that was asked about lies in it; it need not be there
};

/// Also those whose folders are gone or on a disk that is not mounted. Reads a few small files; none outside a
/// repository. Never fails.
std::vector<OtherWorkTree> other_work_trees(const std::filesystem::path& folder);

}  // namespace mlp::git

// The work tree of a repository: which of its files differ from HEAD, and putting its present files on a new branch.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/git/repository.hpp"

namespace mlp::git {

struct WorkTree {
    std::filesystem::path top;         ///< links resolved
    std::string commit;                ///< of HEAD; empty before the first one
    std::vector<std::string> changed;  ///< modified, added, untracked (not ignored) or gone; sorted, relative to `top`
};

/// Nothing outside a repository, and in a bare one. Files below a folder .mlp are never told. libgit2 missing:
/// Error{missing}.
std::optional<WorkTree> work_tree(const std::filesystem::path& folder);

/// True when a branch of that name can be made. A name that git does not allow: Error{usage}; one that is there
/// already: Error{conflict}.
void check_new_branch(const std::filesystem::path& folder, const std::string& branch);

struct BranchCommit {
    std::string branch;
    std::string base;                ///< parent of the commit; empty: none
    std::vector<std::string> paths;  ///< relative to the top, taken as the work tree has them: there, or gone
    std::string message;
    std::optional<Author> author;  ///< above the settings, as in `initialize`
};

/// Commits `base` with the named paths changed, as a new branch, and makes HEAD and the index that commit. With nothing
/// changed the branch is `base` itself. No file of the work tree is touched. Ignored files among the paths are left
/// out. @return the commit
std::string commit_on_branch(const std::filesystem::path& folder, const BranchCommit& ask);

}  // namespace mlp::git

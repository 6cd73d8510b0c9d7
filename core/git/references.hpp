// Names that a repository keeps commits alive by: branches, tags, and every commit behind any of them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace mlp::git {

struct NamedCommit {
    std::string name;    ///< "main", "v1.0"; of a commit without a name of its own: its first seven digits
    std::string commit;  ///< 40 hex digits
    bool operator==(const NamedCommit&) const = default;
};

// Nothing outside a repository. libgit2 missing: Error{missing}. A tag that names no commit is left out.

std::vector<NamedCommit> branches(const std::filesystem::path& folder);  ///< local ones, sorted by name
std::vector<NamedCommit> tags(const std::filesystem::path& folder);      ///< sorted by name, leading to their commits
/// Branches, tags, remote branches and all else below refs/, and every stash with its index and its untracked files, called "branch main", "tag v1.0",
/// "remote branch origin/main", "stash@{1}", or by the reference's own name; and HEAD.
/// One that cannot be read, or a repository that cannot: Error{invalid}.
std::vector<NamedCommit> all_references(const std::filesystem::path& folder);
/// Whatever any reference (remote branches and the stash among them) or HEAD can reach, the newest first.
std::vector<NamedCommit> all_commits(const std::filesystem::path& folder);

/// What HEAD or any reference led to once, as far as git's logs of them (`git reflog`) go back: commits that nothing
/// leads to any more, too. Some of them may be gone.
std::vector<NamedCommit> former_commits(const std::filesystem::path& folder);

struct LoggedCommit {
    std::string commit;
    std::string author;       ///< "Ada <ada@example.org>"
    std::string summary;      ///< first line of the message
    std::int64_t time_s = 0;  ///< of the commit, seconds since the Unix epoch
};
/// The history of HEAD, the newest first.
std::vector<LoggedCommit> history(const std::filesystem::path& folder);

}  // namespace mlp::git

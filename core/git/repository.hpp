// Git through libgit2, loaded on first use: what a run records, and the first commit of a new project. The one room
// that includes git2.h.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::git {

/// What a run records about the code. Odd states are ordinary: no repository, unborn or detached HEAD, shallow, foreign
/// owner.
struct Snapshot {
    std::string commit;      ///< 40 hex; empty: no commit yet
    std::string branch;      ///< empty when detached
    std::string remote_url;  ///< of origin, credentials removed; may be empty
    bool dirty =
        false;  ///< tracked files differ from HEAD, or untracked (not ignored) files exist; .mlp/ does not count
    std::string
        diff;  ///< uncommitted changes against HEAD as a patch (tracked files, staged or not), at most `diff_limit`
               ///< bytes, cut at a line; bytes as in the files, so not always UTF-8; binary and huge files only named
    bool diff_cut = false;
    std::string
        state;  ///< "clean" or "dirty", then of "unborn", "detached", "bare", "shallow" what holds, comma separated
};

/// Nothing outside a repository. libgit2 missing: nothing, and `problem` says why. Never throws for odd repositories:
/// what can be read is in the answer, and `problem` (empty when all went well) says what could not.
std::optional<Snapshot> snapshot(const std::filesystem::path& folder, std::string* problem = nullptr,
                                 std::size_t diff_limit = 1 << 20);

/// Commit, branch and remote alone, however large the repository is; otherwise as snapshot().
std::optional<Snapshot> head_snapshot(const std::filesystem::path& folder);

/// Commit of HEAD without loading libgit2 (reads .git/HEAD and refs): cheap enough for every command. Nothing when
/// unknown.
std::optional<std::string> head_commit(const std::filesystem::path& folder);

/// True when `folder` lies inside a git work tree (looks for .git upwards; no libgit2).
bool inside_repository(const std::filesystem::path& folder);

struct Author {
    std::string name;
    std::string email;
};

/// Makes a repository in `folder` with one commit of the files given (relative, executable bits kept) on the configured
/// default branch
/// ("main" without one). Without an identity in git's settings a neutral one is used and returned flag says so. A
/// failure leaves no repository behind; one that is there already: Error{conflict}. `author` stands above the settings
/// (for GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL, which the caller knows).
struct FirstCommit {
    std::string commit;
    bool neutral_identity = false;
};
FirstCommit initialize(const std::filesystem::path& folder, const std::vector<std::string>& files,
                       std::string_view message, const std::optional<Author>& author = std::nullopt);

/// Is this path ignored by git's rules? Nothing outside a repository.
std::optional<bool> is_ignored(const std::filesystem::path& repository_folder, const std::string& path);

/// Those of the paths that git's rules do not ignore, asked of the repository in one go; none outside a repository.
std::vector<std::string> not_ignored(const std::filesystem::path& repository_folder,
                                     const std::vector<std::string>& paths);

}  // namespace mlp::git

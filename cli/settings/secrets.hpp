// Secrets in the files of settings: where they stand, and whether git or other users get at them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "core/config/settings.hpp"

namespace mlp::cli {

struct StoredSecret {
    std::string key;  ///< "remotes.store.password"; DVC's as `dvc config` names it
    config::Level level = config::Level::local;
    std::filesystem::path file;
    Position place;  ///< the file's name relative to the project's root where it is inside
};

/// Those of the user and of the project on this machine, in mlp's files and in DVC's, whatever shadows them. A file
/// that cannot be read has none: what is wrong with it is told elsewhere.
std::vector<StoredSecret> stored_secrets(Invocation& call);

/// A local file with a secret that git has, or would take with the next `git add`.
struct ExposedSecret {
    StoredSecret secret;
    bool is_tracked = false;
    std::string message;
    std::string way_out;
};
/// One a file. Nothing outside of a repository, and nothing without libgit2.
std::vector<ExposedSecret> secrets_for_git(Invocation& call);

/// Before a value is written into a file of the project that is local (relative to the root): git ignores the file from
/// then on. A secret for a file that git has: Error{conflict} with the way out.
void keep_from_git(Invocation& call, const std::string& file, bool is_secret);

}  // namespace mlp::cli

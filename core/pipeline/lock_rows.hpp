// Lock entries as rows of the store: what is durable the moment a stage is done, until mlp.lock is written from it.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/env.hpp"
#include "core/base/sqlite.hpp"
#include "core/config/project.hpp"
#include "core/pipeline/lock.hpp"

namespace mlp::pipeline {

/// The name of this working copy in a store that several share: kept in .mlp/workspace, made when absent.
std::string workspace_id(const std::filesystem::path& root, const base::Env& env);
/// As above, but nothing is made: empty without one.
std::string find_workspace_id(const std::filesystem::path& root);

/// Inside the caller's transaction. `base` is the digest of the mlp.lock that the run began with (zero: none).
void put_lock_row(base::Db& db, const std::string& workspace, const Digest& base, const std::string& stage,
                  const LockedStage& entry, base::Millis time);

/// Puts rows that an interrupted run left behind into `file`, as far as they began with just this file: a lock file
/// that was edited, or changed by git, since then is the truth. True when there were such rows.
bool apply_lock_rows(base::Db& db, const std::string& workspace, LockFile& file);

/// Writes mlp.lock atomically, if it says something else than `file.digest` now, without stages that the project no
/// longer has. Gives the digest of what it holds then. Rows that it was made from are the caller's to clear.
Digest write_lock(const std::filesystem::path& root, const config::Project& project, LockFile file);

/// Inside the caller's transaction, or alone.
void clear_lock_rows(base::Db& db, const std::string& workspace);

}  // namespace mlp::pipeline

// Lock entries as rows of the store: what is durable the moment a stage is done, until its lock file is written from it.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/env.hpp"
#include "core/base/sqlite.hpp"
#include "core/config/project.hpp"
#include "core/pipeline/locks.hpp"

namespace mlp::pipeline {

/// The name of this working copy in a store that several share: kept in .mlp/workspace, made when absent.
std::string workspace_id(const std::filesystem::path& root, const base::Env& env);
/// As above, but nothing is made: empty without one.
std::string find_workspace_id(const std::filesystem::path& root);

/// Inside the caller's transaction. `base` is the digest of the stage's lock file as the run found it (zero: none).
void put_lock_row(base::Db& db, const std::string& workspace, const Digest& base, const std::string& stage,
                  const LockedStage& entry, base::Millis time);

/// Puts rows that an interrupted run left behind into `locks`, as far as they began with just these files: a lock file
/// that was edited, or changed by git, since then is the truth. True when there were such rows.
bool apply_lock_rows(base::Db& db, const std::string& workspace, const config::Project& project, Locks& locks);

/// Inside the caller's transaction, or alone.
void clear_lock_rows(base::Db& db, const std::string& workspace);

}  // namespace mlp::pipeline

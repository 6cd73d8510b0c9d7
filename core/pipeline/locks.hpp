// The locks of a project: mlp.lock, the dvc.lock beside each dvc.yaml, and the .dvc files; read into one value, written
// back each in its own format (docs/decisions/0014).
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "core/pipeline/dvc_lock.hpp"
#include "core/pipeline/graph.hpp"
#include "core/pipeline/lock.hpp"

namespace mlp::pipeline {

struct Locks {
    Lock lock;                              ///< the stages of all files, by address
    /// Stages settled since the files were read: DVC writes their whole entries anew, without what it says of things that
    /// are no longer declared.
    std::set<std::string> settled;
    std::map<std::string, Digest> digests;  ///< of the bytes of each file that is there, by path relative to the root
    /// Zero for a file that is not there.
    Digest digest_of(const std::string& file) const;
};

/// The file that keeps this stage's entry, relative to the root.
std::string lock_path(const config::Stage& stage);

/// Reads every lock of the project's stages. A damaged one: Error{invalid} with place and way out.
Locks read_locks(const config::Project& project, DvcLockLayouts layouts = DvcLockLayouts::of_today);

/// Writes atomically each file that says something else than `locks.lock` does, and brings `locks.digests` up to date.
/// mlp.lock loses stages that the project no longer has; files of DVC keep every byte that is not about a changed stage.
/// New entries come in DVC's order.
void write_locks(const Graph& graph, Locks& locks);

/// The same for the one .dvc file of a stage of Origin::data.
void write_data_file(const config::Project& project, const config::Stage& stage, const Lock& lock);

}  // namespace mlp::pipeline

// Tracking paths by .dvc files, as `dvc add` does it: content into the cache, then the .dvc file and the line in
// .gitignore.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/data/dvc/cache.hpp"
#include "core/data/dvc/config.hpp"
#include "core/data/dvc/workspace.hpp"

namespace mlp::data::dvc {

/// One path to add, relative to the root, and the output that records it.
struct AddTarget {
    std::string path;  ///< what changed: the output itself, or something below it
    std::string out;   ///< the output; equal to `path` for a path of its own
    std::string file;  ///< its .dvc file, relative to the root; made when it is not there
};

struct Added {
    AddTarget target;
    Content content;        ///< of the whole output
    bool changed = false;   ///< the .dvc file says something new
    bool ignored = false;   ///< a line was added to .gitignore
};

struct AddOptions {
    bool commit = true;  ///< else contents are only hashed, and the cache stays as it is
    bool git = true;     ///< keep outputs out of git
};

/// The target of a path that nothing tracks yet: "data/raw" is recorded in data/raw.dvc.
AddTarget new_target(const std::string& path);

/// What can never be tracked, told before anything is changed: a path that is not there, that .dvcignore leaves out,
/// that lies behind a link to a folder or is one, that is a file of DVC's or mlp's own, or that git tracks.
/// @param ignore of the root; nullptr: nothing is left out
void check_target(const std::filesystem::path& root, const Ignore* ignore, const AddTarget& target,
                  const AddOptions& options);

/// Adds all of them: contents become durable together, and only then the files that name them are written. A path below
/// a tracked folder replaces that part of its listing; one that is gone is taken out of it. What a .dvc file says
/// besides the content stays. Errors leave every .dvc file as it was.
/// @param batch  of the workspace's cache; committed here when options.commit is set
std::vector<Added> add(Workspace& workspace, Cache& cache, Cache::Batch& batch, const std::vector<AddTarget>& targets,
                       const AddOptions& options);

}  // namespace mlp::data::dvc

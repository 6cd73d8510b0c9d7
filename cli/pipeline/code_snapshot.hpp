// The code that a run used, kept so that it can be brought back: the commit, and every file that differed from it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>

#include "core/base/json.hpp"
#include "core/config/project.hpp"
#include "core/data/object_store.hpp"

namespace mlp::cli {

struct CodeRules {
    std::set<std::string> outputs = {};   ///< of stages, relative to the root: they are kept as results, not as code
    std::uint64_t largest = 64ULL << 20;  ///< larger files are only named
};

/// Puts changed and untracked files into the batch. Outside of a repository: the files that define the project and
/// those that stages need.
/// @return {version, base, place, files {path: {kind, digest, size}}, deleted [path], left_out {path: size}}; paths are
///         relative to the top of the work tree, `place` is where in it the project lies ("" for the top)
base::Json take_code(const config::Project& project, data::ObjectStore::Batch& batch, const CodeRules& rules);

/// Paths of all outputs.
std::set<std::string> output_paths(const config::Project& project);

/// Lock files, and what git ignores for DVC, as they are now, in the form of `files` above.
base::Json take_locks(const config::Project& project, data::ObjectStore::Batch& batch);

}  // namespace mlp::cli

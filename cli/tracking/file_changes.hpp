// What a checkout would do to the files of a work tree, found before anything is touched; and doing it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/tracking/recorded_state.hpp"
#include "core/data/object_store.hpp"
#include "core/git/work_tree.hpp"

namespace mlp::cli {

struct FileChanges {
    std::vector<std::string> write;
    std::vector<std::string> remove;
    std::vector<std::string> lost;  ///< would be overwritten or removed, and git does not have them so
};

/// @param tree  the work tree as it is; without a repository `commit` is empty and every file counts as changed
/// A folder that stands where a file goes, or a file or link among the parents: Error{conflict}.
FileChanges plan_changes(const git::WorkTree& tree, const RecordedState& wanted);

/// Writes and removes as planned, each file in one step. Content that is not in the store: Error{missing} before
/// anything is touched. `temporaries` is a folder of this command alone, used with the run lock held.
void apply_changes(const FileChanges& changes, const git::WorkTree& tree, const RecordedState& wanted,
                   const data::ObjectStore& objects, const std::filesystem::path& temporaries);

}  // namespace mlp::cli

// What the tracked paths of a project hold, as file states to compare: recorded, or present in the working tree.
#pragma once

#include <string>
#include <vector>

#include "cli/data/site.hpp"
#include "core/data/changes.hpp"

namespace mlp::cli {

enum class Depth {
    whole,  ///< one state for each tracked path, "raw/" for a folder
    files,  ///< and one for each file in it
};

/// What was found, and what stands in the way of finding more.
struct States {
    data::FileStates states;
    std::vector<std::string> unlisted;  ///< folders whose list of files is not on this machine
};

/// What the paths are recorded to hold. Those that are not kept are left out, and so is what was never recorded.
States recorded_states(DataSite& site, const std::vector<Chosen>& chosen, Depth depth);
/// What the working tree holds at these paths.
States present_states(DataSite& site, const std::vector<Chosen>& chosen, Depth depth);

/// The files of a recorded folder by their path in it, in either way of naming them. Nothing: the list is not on this
/// machine.
std::optional<std::map<std::string, data::Content>> recorded_files(DataSite& site, const data::Content& folder);
/// Every object of what is stored holds what its name says.
bool is_whole(DataSite& site, const data::Content& content);
/// Stored and whole: what is to be the last copy is read, not only looked for.
bool is_kept(DataSite& site, const data::Content& content);

/// What is recorded but neither kept on this machine: "raw/" for a list of files.
std::vector<std::string> missing_here(DataSite& site, const std::vector<Chosen>& chosen, Depth depth);

/// "added": [{path, digest, size}], "renamed": [{path, old_path, …}] and so on.
base::Json changes_json(const data::Changes& changes);

}  // namespace mlp::cli

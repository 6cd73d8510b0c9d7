// What differs between two states of files: added, modified, deleted, renamed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/data/tree.hpp"

namespace mlp::data {

/// One file, or a folder that is compared as a whole ("data/raw/").
struct FileState {
    Digest digest;
    std::optional<std::uint64_t> size;  ///< not known of the files in a listing of DVC
};
/// By path; a folder's ends with '/'.
using FileStates = std::map<std::string, FileState>;

struct Change {
    std::string path;      ///< what it is called now; of what was deleted, what it was called
    std::string old_path;  ///< of a renamed one
    std::optional<FileState> before;
    std::optional<FileState> after;
};

struct Changes {
    std::vector<Change> added;
    std::vector<Change> modified;
    std::vector<Change> deleted;
    std::vector<Change> renamed;
    bool empty() const { return added.empty() && modified.empty() && deleted.empty() && renamed.empty(); }
};

/// Each list in order of the paths. What was deleted in one place and added in another with the same digest was renamed;
/// of several equal ones the first goes with the first.
Changes changes_between(const FileStates& before, const FileStates& after);

}  // namespace mlp::data

// Three-way merge of data.lock, path by path: lines that stand side by side are no conflict, as they are for git.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mlp::data {

struct DataLockMerge {
    std::string text;                    ///< the merged file; both lines of a conflict stand in git's marks
    std::vector<std::string> conflicts;  ///< paths that both sides changed, each in its way
    std::size_t from_theirs = 0;         ///< entries taken from, or removed as in, their side
};

/// @param ancestor  may be empty: both sides added the file
/// A file that cannot be read: Error{invalid} with its place in `name`.
DataLockMerge merge_data_locks(std::string_view ancestor, std::string_view ours, std::string_view theirs,
                               std::string_view name);

}  // namespace mlp::data

// Three-way merge of lock files (mlp.lock, dvc.lock), stage by stage: what git's merge of lines cannot do.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mlp::pipeline {

struct LockMerge {
    std::string text;                  ///< the merged file
    std::vector<std::string> dropped;  ///< stages that both sides changed, each in its way: their entries are left out
    std::size_t from_theirs = 0;       ///< entries taken from, or removed as in, their side
};

/// Entries are compared by value and taken over with their bytes, so that a file keeps its own formatting. Where only
/// one side changed an entry, that side's is taken; where both did the same, it stays. An entry that both changed
/// differently describes a stage that neither side has run: it is left out, and the stage runs again (or is restored).
/// Sorted files (mlp.lock) stay sorted; in others (dvc.lock) new entries of their side follow at the end, as DVC adds
/// them. A file in which the bytes of one side would say something else among those of the other (an alias without its
/// anchor, a map in brackets) is written anew from what its entries say.
/// @param name  for messages. A file that cannot be read, or other keys that both changed: Error{conflict} or
///              Error{invalid} with the place.
/// @param ancestor  may be empty: both sides added the file
LockMerge merge_locks(std::string_view ancestor, std::string_view ours, std::string_view theirs,
                      const std::string& name);

}  // namespace mlp::pipeline

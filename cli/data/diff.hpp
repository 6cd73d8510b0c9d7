// Which files of data differ between two commits, or a commit and the working tree.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/data/states.hpp"

namespace mlp::cli {

struct DataDiff {
    std::string from;
    std::string to;
    data::Changes changes;                  ///< folders ("raw/") and the files in them
    std::vector<std::string> not_in_cache;  ///< of the first side: what cannot be brought back from here
};

/// @param to    nothing: the working tree
/// @param words paths, or parts of them; none: everything. One that neither side tracks: Error{missing}, as is a
///              revision that does not exist.
DataDiff data_diff(DataSite& site, const std::string& from, const std::optional<std::string>& to,
                   const std::vector<std::string>& words);

/// A folder whose files one side does not know is compared as a whole.
data::Changes compare(States before, States after);

}  // namespace mlp::cli

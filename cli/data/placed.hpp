// What mlp put into the working tree, remembered in .mlp/index.db: so that data which the project no longer tracks goes
// again when another commit is checked out.
#pragma once

#include <string>
#include <vector>

#include "cli/data/site.hpp"

namespace mlp::cli {

/// These paths hold what their records say. Kept when the index is flushed; losing it costs nothing but tidiness.
void remember_placed(DataSite& site, const std::vector<std::pair<std::string, data::Content>>& placed);

/// Removes what was placed, is tracked no longer, is as it was placed, and can be had again from this machine.
/// @return the paths, "raw/" for folders
std::vector<std::string> remove_untracked(DataSite& site);

}  // namespace mlp::cli

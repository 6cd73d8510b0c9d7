// What is recorded and not in the remote that it goes to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/data/states.hpp"

namespace mlp::cli {

/// "raw/" for a folder's list of files; with Depth::files every file of it too, as far as the list is on this machine.
/// @param remote  asked instead of the one that the settings name. None at all: Error{missing}.
std::vector<std::string> missing_in_remote(DataSite& site, const std::vector<Chosen>& chosen, Depth depth,
                                           const std::optional<std::string>& remote);

}  // namespace mlp::cli

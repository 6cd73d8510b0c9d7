// Content of a remote that nothing names any more. A remote does not say when something came, and somebody may have pushed
// what no commit here names yet: so a blob goes only when an earlier clean-up, longer ago than the grace period, found it
// unnamed already.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/data/keepers.hpp"
#include "cli/data/site.hpp"
#include "core/base/env.hpp"
#include "core/data/remote/remote.hpp"

namespace mlp::cli {

struct RemoteGarbage {
    std::string address;
    std::vector<data::BlobName> due;  ///< may go now
    std::uint64_t bytes = 0;          ///< of these
    std::size_t waiting = 0;          ///< found unnamed too short a time ago, or now for the first time
};

/// Brings folders' lists of files that are not on this machine: a colleague's commits keep what they name there. What the
/// remote does not have either stays away; that it cannot be asked is an error.
void fetch_lists(DataSite& site, data::BlobRemote& remote, const std::vector<data::BlobName>& names);

/// What a project of this kind cannot have put there, DVC's content or mlp's own, is another project's and stays.
/// @param note  keeps in the remote when each was found first; without it nothing is written
RemoteGarbage find_remote_garbage(DataSite& site, data::BlobRemote& remote, const Kept& kept,
                                  std::chrono::milliseconds grace, bool note);

}  // namespace mlp::cli

// Content of a remote that nothing names any more. A remote does not say when something came, and somebody may have pushed
// what no commit here names yet: so a blob goes only when an earlier clean-up, longer ago than the grace period, found it
// unnamed already.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "cli/data/blobs.hpp"
#include "cli/data/keepers.hpp"
#include "cli/data/site.hpp"
#include "core/base/env.hpp"
#include "core/data/remote/remote.hpp"

namespace mlp::cli {

struct RemoteGarbage {
    std::string address;
    std::map<data::BlobName, std::uint64_t> due;  ///< may go now, with their sizes
    std::size_t waiting = 0;  ///< found unnamed too short a time ago, or now for the first time
    std::size_t foreign = 0;  ///< that this project never named: then nothing is due

    std::uint64_t bytes() const;  ///< of what is due
};

/// Brings folders' lists of files that are not on this machine: a colleague's commits keep what they name there. What the
/// remote does not have either stays away; that it cannot be asked is an error.
void fetch_lists(DataSite& site, data::BlobRemote& remote, const std::vector<data::BlobName>& names);

struct RemoteCleanupRules {
    std::chrono::milliseconds grace{};
    /// Nobody else keeps content there. Else content that neither this machine nor any commit knows tells of another
    /// project, or of commits that are not here: what that one needs of the rest cannot be told.
    bool sole_user = false;
    bool note = false;  ///< keep in the remote when each was found first; without it nothing is written
};

/// What a project of this kind cannot have put there, DVC's content or mlp's own, is another project's and stays.
RemoteGarbage find_remote_garbage(DataSite& site, data::BlobRemote& remote, const Kept& kept,
                                  const RemoteCleanupRules& rules);

/// Takes away what is due, but for what somebody pushed meanwhile: `garbage` tells then what went.
void remove_remote_garbage(data::BlobRemote& remote, RemoteGarbage& garbage);

/// Before these are pushed: the time of those that are there already and that a clean-up found unnamed begins anew.
void spare_pushed(data::BlobRemote& remote, const BlobLevels& levels);

}  // namespace mlp::cli

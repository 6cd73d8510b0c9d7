// Which blobs a remote holds, in few requests: asked for one by one, or listed where that takes fewer.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/data/remote/remote.hpp"

namespace mlp::data {

class Presence {
public:
    /// Lists the folders in which so many of these names lie that asking for each would take more requests. How full
    /// such a folder is, the first one tells: digests spread evenly. A remote that refuses to be listed is asked.
    /// @param jobs requests at once
    Presence(BlobRemote& remote, const std::vector<BlobName>& names, std::size_t jobs);

    /// Size in the remote of one of the names; nothing when it is not there. Thread-safe. May ask: Error{remote}.
    std::optional<std::uint64_t> size_of(const BlobName& name) const;

private:
    BlobRemote& remote_;
    std::set<std::string> listed_;  // folders
    std::map<BlobName, std::uint64_t> found_;
};

}  // namespace mlp::data

// The blobs that contents are made of, as remotes name them.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/data/site.hpp"
#include "core/data/remote/remote.hpp"

namespace mlp::cli {

/// In the order in which they can be pushed: what a level names stands in one before it.
struct BlobLevels {
    std::set<data::BlobName> files;
    std::vector<std::set<data::BlobName>> lists;  ///< of files, then of folders: each names blobs of earlier levels only
    std::set<data::BlobName> unread;              ///< lists that are not on this machine, or passed over: nobody knows what they name
    std::optional<std::uint64_t> bytes = 0;       ///< of the files, as was asked; nothing: no record tells
};

/// What a content is called in a remote: a file, or the list of a folder's files.
data::BlobName blob_of(const data::Content& content);
/// Where a blob lies on this machine, if it does.
std::filesystem::path place_of(DataSite& site, const data::BlobName& name);
/// Its size there; nothing when it does not.
std::optional<std::uint64_t> size_here(DataSite& site, const data::BlobName& name);
/// Paths that these blobs are content of: "data/raw/a.csv", or "data/raw/" for a list of files. One of each; none of a
/// blob whose list is not on this machine.
std::map<data::BlobName, std::string> paths_of(DataSite& site, const std::vector<Chosen>& chosen,
                                               const std::set<data::BlobName>& names);

/// Makes sure that these blobs are on this machine; what cannot be had is left to the next step to miss.
using Bring = std::function<void(const std::vector<data::BlobName>&)>;

/// What to do about a list that does not hold what its name says.
enum class DamagedLists { refuse, pass_over };

/// What `bytes` is to count, which costs a look at each file of DVC's lists: those say no sizes.
enum class Sizes {
    none,
    here,  ///< of what is on this machine
    all,   ///< of what is not, too, by the sizes that are recorded of folders
};

struct BlobsAsk {
    DamagedLists damaged = DamagedLists::refuse;
    Sizes sizes = Sizes::none;
};

/// Follows lists of files down to every blob of these contents, parts only as far as they were asked for.
/// @param bring asked for lists before they are read
/// A list that is not here all the same counts as itself alone; a damaged one is Error{damaged}, or counts likewise.
BlobLevels blobs_of(DataSite& site, const std::vector<Chosen>& chosen, const Bring& bring, const BlobsAsk& ask = {});

}  // namespace mlp::cli

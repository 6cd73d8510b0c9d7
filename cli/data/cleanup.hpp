// Stored content that nothing names any more: finding it, saying what it was, and removing it.
#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "cli/data/keepers.hpp"

namespace mlp::cli {

struct Garbage {
    data::BlobName name;
    std::uint64_t size = 0;
    std::filesystem::path path;
};

/// Several objects that were the same path of the same commit, or that no commit names.
struct FreedGroup {
    std::string path;    ///< empty: no commit names them
    std::string commit;  ///< the newest that does, seven digits
    std::size_t objects = 0;
    std::uint64_t bytes = 0;
};

/// Objects on this machine that are not kept, older than `grace`.
/// @param young counts those that are spared for their age
std::vector<Garbage> find_garbage(DataSite& site, const Kept& kept, std::chrono::milliseconds grace, std::size_t& young);

/// Where history names a blob.
struct FormerName {
    std::string path;
    std::string commit;  ///< seven digits
    auto operator<=>(const FormerName&) const = default;
};

/// The first path of the newest commit that names each of these blobs: of the history behind any reference, and of what
/// git's logs of references still know. Those that none names are left out.
/// @param bring asked for lists of files that are not on this machine
std::map<data::BlobName, FormerName> find_in_history(DataSite& site, std::set<data::BlobName> names, const Bring& bring);

/// What history says they were, the largest group first.
std::vector<FreedGroup> explain_garbage(DataSite& site, const std::vector<Garbage>& garbage);

/// Lists before the files that they promise. One that is gone already is fine.
void remove_garbage(const std::vector<Garbage>& garbage);

}  // namespace mlp::cli

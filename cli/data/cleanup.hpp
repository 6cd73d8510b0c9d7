// Stored content that nothing names any more: finding it, saying what it was, and removing it.
#pragma once

#include <chrono>
#include <map>
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

/// What history says they were, the largest group first.
std::vector<FreedGroup> explain_garbage(DataSite& site, const std::vector<Garbage>& garbage);

/// Lists before the files that they promise. One that is gone already is fine.
void remove_garbage(const std::vector<Garbage>& garbage);

}  // namespace mlp::cli

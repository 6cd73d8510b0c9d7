// Reading stored content again and comparing it with its names.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/data/blobs.hpp"
#include "core/base/error.hpp"

namespace mlp::cli {

struct DamagedBlob {
    data::BlobName name;
    std::filesystem::path path;
    std::filesystem::path moved_to = {};  ///< where it was put aside
    std::string used_by = {};             ///< a tracked path that needs it
};

struct Verification {
    std::size_t objects = 0;
    std::uint64_t bytes = 0;
    std::vector<DamagedBlob> damaged;  ///< sorted by name
    std::vector<Error> unreadable;     ///< of objects that the disk or its rights do not give back
};

/// Reads everything that is stored, or what the words name, with all cores.
/// @param put_aside moves what is damaged out of the way, so that a fetch or add brings it anew
Verification verify_data(DataSite& site, const std::vector<std::string>& words, bool put_aside);

/// Every object of the project on this machine with its place.
void for_each_stored(DataSite& site,
                     const std::function<void(const data::BlobName&, std::uint64_t size, const std::filesystem::path&)>& visit);

}  // namespace mlp::cli

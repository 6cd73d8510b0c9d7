// How the working tree, the records and the last commit differ in their data.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/data/states.hpp"

namespace mlp::cli {

struct StatusOptions {
    bool granular = false;
    bool unchanged = false;
    bool untracked = false;
    bool not_in_remote = false;
    std::optional<std::string> remote = {};  ///< that is asked; the one of the settings without it
};

struct DataStatus {
    std::size_t tracked = 0;
    std::vector<std::string> not_in_cache;
    std::vector<std::string> not_in_remote;  ///< only where it was asked for
    data::Changes committed;                 ///< from HEAD to the records
    data::Changes uncommitted;               ///< from the records to the working tree
    std::vector<std::string> untracked;
    std::vector<std::string> unchanged;
    bool clean() const {
        return not_in_cache.empty() && not_in_remote.empty() && committed.empty() && uncommitted.empty();
    }
};

/// @param words  as DataSite::chosen
DataStatus data_status(DataSite& site, const std::vector<std::string>& words, const StatusOptions& options);

/// The tracked paths of a commit that the words name by their paths; no words: all of them.
std::vector<Chosen> chosen_of(const std::vector<TrackedPath>& tracked, const DataSite& site,
                              const std::vector<std::string>& words);

}  // namespace mlp::cli

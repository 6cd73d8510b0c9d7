// What data is called in a catalog, by the naming rules of OpenLineage: a namespace for the place it is kept, a name in it.
#pragma once

#include <filesystem>
#include <string>

namespace mlp::lineage {

struct DatasetId {
    std::string space;  ///< "file", "s3://bucket"
    std::string name;   ///< "/home/ada/churn/data/raw.csv", "raw/2026.csv"

    /// Both as one address.
    std::string uri() const;
    bool operator==(const DatasetId&) const = default;
};

/// Files of this machine by their absolute path, what lies in a bucket by its key there, everything else by host and
/// path. User names, passwords and queries are left out.
/// @param path  relative to `root`, absolute, or a URL
DatasetId dataset_id(const std::string& path, const std::filesystem::path& root);

}  // namespace mlp::lineage

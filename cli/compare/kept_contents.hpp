// Contents that outlast the files they were taken from: in our object store, and in the cache of a project of DVC.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/invocation.hpp"
#include "core/data/dvc/cache.hpp"
#include "core/data/tree.hpp"

namespace mlp::cli {

class KeptContents {
public:
    /// DVC's settings are read when the first content of its cache is asked for.
    explicit KeptContents(Invocation& call) : call_(call) {}

    /// Copies what `content` holds at or below `wanted`, where it stands at `path`, to below `root`; files that are
    /// there stay. False when not all of it is kept.
    bool place(const data::Content& content, const std::string& path, const std::string& wanted,
               const std::filesystem::path& root);

private:
    bool place_object(const data::Content& content, const std::filesystem::path& to);
    bool place_listed(const data::Content& folder, const std::string& path, const std::string& wanted,
                      const std::filesystem::path& root);
    bool place_tree(const data::Content& tree, const std::string& path, const std::string& wanted,
                    const std::filesystem::path& root);
    data::dvc::Cache& cache();

    Invocation& call_;
    std::optional<data::dvc::Cache> cache_;
};

}  // namespace mlp::cli

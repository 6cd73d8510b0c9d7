// What a project's stages of DVC need: its settings, cache, workspace, run cache and locks, opened together.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/env.hpp"
#include "core/config/project.hpp"
#include "core/data/dvc/project_lock.hpp"
#include "core/data/dvc/workspace.hpp"
#include "core/data/file_index.hpp"
#include "core/pipeline/dvc_run_cache.hpp"

namespace mlp::pipeline {

class DvcContents {
public:
    DvcContents(const config::Project& project, const base::Env& env, data::FileIndex& index);

    const data::dvc::Config& config() const { return config_; }
    const data::dvc::Ignore& ignore() const { return ignore_; }
    data::dvc::Cache& cache() { return cache_; }
    data::dvc::Workspace& workspace() { return workspace_; }
    const DvcRunCache& run_cache() const { return run_cache_; }

    /// The content of `rest` in a folder that the cache holds, or nothing.
    std::optional<data::Content> below(const data::Content& folder, std::string_view rest);
    /// An output for the cache that git tracks: Error{invalid} with the way out, as DVC refuses it.
    void refuse_tracked(const config::Stage& stage) const;
    /// Outputs of these stages that the cache holds are kept out of git.
    /// @return those that git did not ignore before
    std::vector<std::string> ignore_outputs(const std::vector<const config::Stage*>& stages);

private:
    const config::Project& project_;
    data::dvc::Config config_;
    data::dvc::Ignore ignore_;
    data::dvc::Cache cache_;
    data::dvc::Workspace workspace_;
    DvcRunCache run_cache_;
};

}  // namespace mlp::pipeline

// DVC's run cache: earlier results of stages, found by what went into them. A value is a stage's lock entry, in
// <cache>/runs/<2 hex>/<key>/<value>.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/config/project.hpp"
#include "core/pipeline/dvc_lock.hpp"

namespace mlp::pipeline {

/// DVC remembers this stage: it has commands, something that goes in and something that comes out; it is not
/// `always_changed`, no output persists, no dependency is a URL, no output lies outside of the project.
bool dvc_run_cache_takes(const config::Stage& stage);
/// What its last run made may be remembered: DVC does not where data (no metric or plot) is not cached.
bool dvc_run_cache_keeps(const config::Stage& stage);

class DvcRunCache {
public:
    /// @param cache  the cache folder (".dvc/cache"); nothing is touched before the first save
    /// @param folder_mode  of folders that are made, when the cache is shared with a group; entries are writable by it
    explicit DvcRunCache(const std::filesystem::path& cache, std::optional<unsigned> folder_mode = std::nullopt)
        : runs_(cache / "runs"), folder_mode_(folder_mode) {}

    /// SHA-256 over commands, dependencies, parameters and the paths of the outputs, but no sizes. Of the outputs only
    /// the paths are looked at. A parameter that has no JSON form (a date): Error{invalid}.
    static std::string key(const DvcLockedStage& stage);
    /// The same with the outputs' contents.
    static std::string value(const DvcLockedStage& stage);

    /// The newest result under the key; nothing when there is none, or when it cannot be read as one. Paths in it are
    /// as in the lock.
    std::optional<DvcLockedStage> newest(const std::string& key) const;
    /// Whole or not at all; one that is there already is left alone. Not synced: a file torn by a power cut is no
    /// result for DVC either.
    void save(const DvcLockedStage& stage) const;

    std::filesystem::path path_of(const std::string& key, const std::string& value) const;

private:
    std::filesystem::path runs_;
    std::optional<unsigned> folder_mode_;
};

}  // namespace mlp::pipeline

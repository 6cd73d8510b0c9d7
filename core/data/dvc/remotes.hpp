// The remotes that DVC's settings name.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/data/dvc/config.hpp"
#include "core/data/remote/remote.hpp"

namespace mlp::data::dvc {

/// What the settings say about a remote, as it is opened; nothing when they have none of that name.
std::optional<RemoteSettings> remote_settings(const Config& config, std::string_view name);

/// The error for a name that the settings describe no remote of.
Error no_such_remote(const Config& config, std::string_view name);

/// Each opened when it is first asked for. Thread-safe; keeps references.
class Remotes {
public:
    Remotes(const Config& config, std::filesystem::path root, const base::Env& env)
        : config_(config), root_(std::move(root)), env_(env) {}

    /// A remote by its name in the settings, or by an address (with a '/'); "" for the default one (`core.remote`).
    /// None of that name, no default, or one that keeps versions instead of digests: Error{invalid}.
    BlobRemote& get(const std::string& name);

private:
    RemoteSettings settings_of(const std::string& name) const;

    const Config& config_;
    std::filesystem::path root_;
    const base::Env& env_;
    std::mutex mutex_;  // guards the map
    std::map<std::string, std::unique_ptr<BlobRemote>> opened_;
};

}  // namespace mlp::data::dvc

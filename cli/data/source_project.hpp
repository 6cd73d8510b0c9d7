// One project in another repository: where the content that it records can be had.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/base/env.hpp"
#include "core/data/remote/remote.hpp"

namespace mlp::cli {

/// Thread-safe. Its settings are read when content is first asked for.
class SourceProject {
public:
    /// @param folder   with its settings: the project's own, or one into which a commit's were written
    /// @param is_here  it is the project's own: what is kept beside it is asked first
    SourceProject(const base::Env& env, std::filesystem::path folder, bool is_here)
        : env_(env), folder_(std::move(folder)), is_here_(is_here) {}

    /// Writes a blob to `to`, which must not exist. Nowhere to be had: Error{missing} or Error{remote}.
    /// @param remote  that its record names; empty: the default one
    void fetch(const data::BlobName& name, const std::string& remote, const std::filesystem::path& to,
               const data::BlobRemote::Moved& moved);

private:
    using Places = std::vector<std::unique_ptr<data::BlobRemote>>;  // asked in this order
    const Places& places(bool own, const std::string& remote);
    Places dvc_places(const std::string& remote) const;
    Places own_places(const std::string& remote) const;

    const base::Env& env_;
    std::filesystem::path folder_;
    bool is_here_;
    std::mutex mutex_;  // guards the one below
    std::map<std::pair<bool, std::string>, Places> places_;  // by whether content is ours (SHA-256), and remote
};

}  // namespace mlp::cli

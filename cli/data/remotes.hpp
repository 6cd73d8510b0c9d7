// The remotes of a project by their names.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/data/site.hpp"
#include "core/data/dvc/config.hpp"
#include "core/data/remote/remote.hpp"

namespace mlp::cli {

/// The name of the remote that data goes to when nothing else is said; nothing: none is set.
std::optional<std::string> default_remote(DataSite& site);

/// A remote that DVC's settings have.
std::unique_ptr<data::BlobRemote> open_dvc_remote(const data::dvc::Config& config, const std::string& name,
                                                  const std::filesystem::path& root, const base::Env& env);

/// @param name of a remote, or an address itself
/// A name that is not set: Error{missing} with those that are.
std::unique_ptr<data::BlobRemote> open_named_remote(DataSite& site, const std::string& name);

}  // namespace mlp::cli

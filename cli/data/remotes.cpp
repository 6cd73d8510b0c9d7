#include "cli/data/remotes.hpp"

#include "cli/settings/remotes.hpp"
#include "core/config/settings.hpp"
#include "core/data/dvc/remotes.hpp"

namespace mlp::cli {

namespace {

/// A word that says itself where it is.
bool is_address(const std::string& word) {
    return word.find("://") != std::string::npos || word.starts_with('/') || word.starts_with('.');
}

}  // namespace

std::unique_ptr<data::BlobRemote> open_dvc_remote(const data::dvc::Config& config, const std::string& name,
                                                  const std::filesystem::path& root, const base::Env& env) {
    return data::open_remote(data::dvc::remote_settings(config, name).value(), root, env);
}

std::optional<std::string> default_remote(DataSite& site) {
    if (auto name = default_remote_name(site.call())) return name;
    const auto shared = site.is_dvc() ? std::nullopt : site.call().settings().text("run.remote");
    return shared && !is_address(*shared) ? "./" + *shared : shared;
}

std::unique_ptr<data::BlobRemote> open_named_remote(DataSite& site, const std::string& name) {
    if (!is_address(name)) return open_chosen_remote(site.call(), name);
    return data::open_remote({.url = name}, site.root(), site.call().env());
}

}  // namespace mlp::cli

#include "cli/data/remotes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/config/settings.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::cli {

namespace {

/// A word that says itself where it is.
bool is_address(const std::string& word) {
    return word.find("://") != std::string::npos || word.starts_with('/') || word.starts_with('.');
}

}  // namespace

std::unique_ptr<data::BlobRemote> open_dvc_remote(const data::dvc::Config& config, const std::string& name,
                                                  const std::filesystem::path& root, const base::Env& env) {
    data::RemoteSettings settings{.name = name};
    for (const auto& [key, value] : *config.remote(name))
        (key == "url" ? settings.url : settings.options[key]) = value.text;
    return data::open_remote(settings, root, env);
}

std::optional<std::string> default_remote(DataSite& site) {
    if (site.is_dvc()) return site.contents().dvc().config().get("core", "remote");
    return site.call().settings().text("run.remote");
}

std::unique_ptr<data::BlobRemote> open_named_remote(DataSite& site, const std::string& name) {
    if (site.is_dvc()) {
        const data::dvc::Config& config = site.contents().dvc().config();
        if (config.remote(name) != nullptr) return open_dvc_remote(config, name, site.root(), site.call().env());
        if (!is_address(name)) {
            throw Error(Kind::missing, fmt::format("there is no remote '{}'{}", name,
                                                   base::did_you_mean(name, config.remotes())))
                .hint("`mlp remote list` shows those that are set, `mlp remote add NAME URL` sets one");
        }
    }
    return data::open_remote({.url = name}, site.root(), site.call().env());
}

}  // namespace mlp::cli

#include "cli/data/remotes.hpp"

#include "cli/settings/remotes.hpp"
#include "core/config/settings.hpp"
#include "core/data/dvc/remotes.hpp"

namespace mlp::cli {

std::unique_ptr<data::BlobRemote> open_dvc_remote(const data::dvc::Config& config, const std::string& name,
                                                  const std::filesystem::path& root, const base::Env& env) {
    return data::open_remote(data::dvc::remote_settings(config, name).value(), root, env);
}

std::optional<std::string> default_remote(DataSite& site) {
    if (auto name = default_remote_name(site.call())) return name;
    return site.is_dvc() ? std::nullopt : site.call().settings().text("run.remote");
}

std::unique_ptr<data::BlobRemote> open_named_remote(DataSite& site, const std::string& name) {
    return data::open_remote(named_or_address(site.call(), name), site.root(), site.call().env());
}

}  // namespace mlp::cli

#include "core/data/dvc/remotes.hpp"

#include <fmt/format.h>

#include <array>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace mlp::data::dvc {

namespace {

/// Settings that turn a remote into a plain copy of the files, with versions kept by the cloud.
constexpr std::array<std::string_view, 2> versioned{"worktree", "version_aware"};

}  // namespace

std::optional<RemoteSettings> remote_settings(const Config& config, std::string_view name) {
    std::string wanted = base::lower(name);
    const Config::Section* section = config.remote(wanted);
    if (section == nullptr) return std::nullopt;
    RemoteSettings settings{.name = std::move(wanted)};
    for (const auto& [key, value] : *section) (key == "url" ? settings.url : settings.options[key]) = value.text;
    return settings;
}

Error no_such_remote(const Config& config, std::string_view name) {
    if (const auto keys = config.unplaced().find(base::lower(name)); keys != config.unplaced().end()) {
        return Error(Kind::invalid, fmt::format("the remote '{}' has no url here", keys->first))
            .hint(fmt::format("`dvc remote add {} URL` gives it one", keys->first));
    }
    return Error(Kind::invalid, fmt::format("DVC's settings have no remote '{}'{}", base::printable(name),
                                            base::did_you_mean(name, config.remotes())))
        .hint(fmt::format("`dvc remote add {} URL` makes it", base::printable(name)));
}

RemoteSettings Remotes::settings_of(const std::string& name) const {
    auto settings = remote_settings(config_, name);
    if (!settings && name.find('/') != std::string::npos) return {.url = name};
    if (!settings) throw no_such_remote(config_, name);
    for (const std::string_view key : versioned) {
        if (!settings->flag(key, false)) continue;
        throw Error(Kind::invalid, fmt::format("the remote '{}' keeps versions of files, not contents by their digests "
                                               "({} is set)",
                                               name, key))
            .at(config_.remote(settings->name)->find(key)->second.place.to_string())
            .hint("use a remote without it for what pipelines make");
    }
    return *std::move(settings);
}

BlobRemote& Remotes::get(const std::string& name) {
    const std::string wanted = name.empty() ? config_.get("core", "remote").value_or("") : name;
    if (wanted.empty()) {
        throw Error(Kind::invalid, "DVC's settings name no default remote")
            .hint("`dvc remote add -d NAME URL` adds one, `dvc remote default NAME` chooses one");
    }
    const std::scoped_lock lock(mutex_);
    auto& opened = opened_[base::lower(wanted)];
    if (!opened) opened = open_remote(settings_of(wanted), root_, env_);
    return *opened;
}

}  // namespace mlp::data::dvc

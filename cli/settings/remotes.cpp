#include "cli/settings/remotes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/settings/settings.hpp"
#include "core/base/ascii.hpp"
#include "core/base/text.hpp"
#include "core/data/dvc/config.hpp"

namespace mlp::cli {

namespace {

constexpr std::string_view other_remote = "remote://";

/// "remotes.NAME.KEY" or "remote.NAME.KEY" taken apart. A name of DVC's may hold dots.
std::optional<std::pair<std::string, std::string>> name_and_key(const std::string& setting, std::string_view prefix) {
    if (!setting.starts_with(prefix)) return std::nullopt;
    const auto dot = setting.rfind('.');
    return std::pair(setting.substr(prefix.size(), dot - prefix.size()), setting.substr(dot + 1));
}

NamedRemote& entry_of(std::vector<NamedRemote>& remotes, const std::string& name) {
    const auto found = std::find_if(remotes.begin(), remotes.end(),
                                    [&](const NamedRemote& remote) { return remote.settings.name == name; });
    if (found != remotes.end()) return *found;
    return remotes.emplace_back(NamedRemote{.settings = {.name = name}});
}

const NamedRemote& named(const std::vector<NamedRemote>& remotes, const std::string& name) {
    const auto found = std::find_if(remotes.begin(), remotes.end(),
                                    [&](const NamedRemote& remote) { return remote.settings.name == name; });
    if (found != remotes.end()) return *found;
    std::vector<std::string> names;
    for (const NamedRemote& remote : remotes) names.push_back(remote.settings.name);
    throw Error(Kind::missing,
                fmt::format("there is no remote '{}'{}", base::printable(name), base::did_you_mean(name, names)))
        .hint(fmt::format("mlp remote add {} URL", base::printable(name)));
}

/// A bare word would be taken for a new folder's name, and results would go where nobody looks for them.
[[noreturn]] void refuse_unknown(const std::vector<NamedRemote>& remotes, const std::string& word) {
    std::vector<std::string> names;
    for (const NamedRemote& remote : remotes) names.push_back(remote.settings.name);
    const std::string known =
        names.empty() ? "this project has none" : fmt::format("there are: {}", fmt::join(names, ", "));
    throw Error(Kind::missing,
                fmt::format("there is no remote '{}'{}", base::printable(word), base::did_you_mean(word, names)))
        .at("setting run.remote")
        .hint(fmt::format("{}; a folder that is not there yet is written with a slash: ./{}", known,
                          base::printable(word)));
}

/// A remote of DVC may lie inside of another one.
data::RemoteSettings resolved(const std::vector<NamedRemote>& remotes, data::RemoteSettings settings, int depth = 0) {
    if (!settings.url.starts_with(other_remote)) return settings;
    if (depth > 10) {
        throw Error(Kind::invalid, fmt::format("the url of remote '{}' leads back to itself", settings.name))
            .hint("correct its url");
    }
    const std::string rest = settings.url.substr(other_remote.size());
    const auto slash = std::min(rest.find('/'), rest.size());
    data::RemoteSettings base =
        resolved(remotes, named(remotes, base::lower(rest.substr(0, slash))).settings, depth + 1);
    while (base.url.ends_with('/')) base.url.pop_back();
    base.url += rest.substr(slash);
    for (auto& [key, value] : settings.options) base.options.insert_or_assign(key, value);
    base.name = settings.name;
    return base;
}

}  // namespace

std::vector<NamedRemote> known_remotes(Invocation& call) {
    const bool dvc = is_dvc_project(call);
    std::vector<NamedRemote> remotes;
    std::string standard;
    for (const ShownSetting& one : shown_settings(call)) {
        if (dvc && one.key == "core.remote") standard = one.value;
        const auto found = name_and_key(one.key, dvc ? "remote." : "remotes.");
        if (!found) continue;
        NamedRemote& remote = entry_of(remotes, found->first);
        if (found->second == "url") {
            remote.settings.url = one.value;
            remote.level = one.level;
            remote.origin = one.origin;
        } else if (!dvc && found->second == "default") {
            remote.is_default = one.value == "true";
        } else {
            remote.settings.options[found->second] = one.value;
        }
    }
    for (NamedRemote& remote : remotes) {
        if (remote.settings.name == standard) remote.is_default = true;
        if (!remote.settings.url.empty()) continue;
        throw Error(Kind::invalid, fmt::format("remote '{}' has no url", remote.settings.name))
            .hint(fmt::format("mlp config set remotes.{}.url URL", remote.settings.name));
    }
    std::sort(remotes.begin(), remotes.end(),
              [](const NamedRemote& a, const NamedRemote& b) { return a.settings.name < b.settings.name; });
    return remotes;
}

data::RemoteSettings chosen_remote(Invocation& call, const std::optional<std::string>& name) {
    const std::vector<NamedRemote> remotes = known_remotes(call);
    if (name) return resolved(remotes, named(remotes, is_dvc_project(call) ? base::lower(*name) : *name).settings);
    const auto standard =
        std::find_if(remotes.begin(), remotes.end(), [](const NamedRemote& remote) { return remote.is_default; });
    if (standard != remotes.end()) return resolved(remotes, standard->settings);
    if (remotes.size() == 1) return resolved(remotes, remotes.front().settings);
    throw Error(Kind::missing, remotes.empty() ? "this project has no remote"
                                               : "this project has several remotes, and none of them is the default")
        .hint(remotes.empty() ? "mlp remote add --default NAME URL"
                              : "name one with --remote, or mlp remote add --default --force NAME URL");
}

data::RemoteSettings named_or_address(Invocation& call, const std::string& word) {
    const std::vector<NamedRemote> remotes = known_remotes(call);
    const std::string name = is_dvc_project(call) ? base::lower(word) : word;
    const bool is_known = std::any_of(remotes.begin(), remotes.end(),
                                      [&](const NamedRemote& remote) { return remote.settings.name == name; });
    if (is_known) return chosen_remote(call, name);
    std::error_code problem;
    const bool is_folder = word.find('/') != std::string::npos ||
                           std::filesystem::is_directory(call.root() / word, problem);
    if (!is_folder) refuse_unknown(remotes, word);
    return {.url = word};
}

std::unique_ptr<data::BlobRemote> open_chosen_remote(Invocation& call, const std::optional<std::string>& name) {
    return data::open_remote(chosen_remote(call, name), call.root(), call.env());
}

}  // namespace mlp::cli

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

std::vector<std::string> names_of(const std::vector<NamedRemote>& remotes) {
    std::vector<std::string> names;
    for (const NamedRemote& remote : remotes) names.push_back(remote.settings.name);
    return names;
}

Error no_such_remote(const std::vector<NamedRemote>& remotes, const std::string& name) {
    return {Kind::missing, fmt::format("there is no remote '{}'{}", base::printable(name),
                                       base::did_you_mean(name, names_of(remotes)))};
}

const NamedRemote& named(const std::vector<NamedRemote>& remotes, const std::string& name) {
    const auto found = std::find_if(remotes.begin(), remotes.end(),
                                    [&](const NamedRemote& remote) { return remote.settings.name == name; });
    if (found != remotes.end()) return *found;
    throw no_such_remote(remotes, name).hint(fmt::format("mlp remote add {} URL", base::printable(name)));
}

/// A bare word would be taken for a new folder's name, and results would go where nobody looks for them.
[[noreturn]] void refuse_unknown(const std::vector<NamedRemote>& remotes, const std::string& word) {
    const std::string known = remotes.empty() ? "this project has none"
                                              : fmt::format("there are: {}", fmt::join(names_of(remotes), ", "));
    throw no_such_remote(remotes, word)
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

/// @param standard  becomes what `core.remote` of DVC's settings says
std::vector<NamedRemote> read_remotes(Invocation& call, std::optional<ShownSetting>& standard) {
    const bool dvc = is_dvc_project(call);
    std::vector<NamedRemote> remotes;
    for (const ShownSetting& one : shown_settings(call)) {
        if (dvc && one.key == "core.remote") standard = one;
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
        if (standard && remote.settings.name == standard->value) remote.is_default = true;
        if (!remote.settings.url.empty()) continue;
        throw Error(Kind::invalid, fmt::format("remote '{}' has no url", remote.settings.name))
            .hint(fmt::format("mlp config set remotes.{}.url URL", remote.settings.name));
    }
    std::sort(remotes.begin(), remotes.end(),
              [](const NamedRemote& a, const NamedRemote& b) { return a.settings.name < b.settings.name; });
    return remotes;
}

/// Among `remotes`; nothing where none is meant.
const NamedRemote* standard_remote(const std::vector<NamedRemote>& remotes, const std::optional<ShownSetting>& named) {
    const auto found =
        std::find_if(remotes.begin(), remotes.end(), [](const NamedRemote& remote) { return remote.is_default; });
    if (found != remotes.end()) return &*found;
    if (named) {
        throw no_such_remote(remotes, named->value)
            .at(named->origin)
            .hint(fmt::format("`mlp remote add {} URL` adds it, `mlp config set core.remote NAME` chooses another",
                              base::printable(named->value)));
    }
    return remotes.size() == 1 ? &remotes.front() : nullptr;
}

}  // namespace

std::vector<NamedRemote> known_remotes(Invocation& call) {
    std::optional<ShownSetting> standard;
    return read_remotes(call, standard);
}

std::optional<std::string> default_remote_name(Invocation& call) {
    std::optional<ShownSetting> standard;
    const std::vector<NamedRemote> remotes = read_remotes(call, standard);
    const NamedRemote* found = standard_remote(remotes, standard);
    return found == nullptr ? std::nullopt : std::optional(found->settings.name);
}

data::RemoteSettings chosen_remote(Invocation& call, const std::optional<std::string>& name) {
    std::optional<ShownSetting> standard;
    const std::vector<NamedRemote> remotes = read_remotes(call, standard);
    if (name) return resolved(remotes, named(remotes, is_dvc_project(call) ? base::lower(*name) : *name).settings);
    if (const NamedRemote* found = standard_remote(remotes, standard)) return resolved(remotes, found->settings);
    throw Error(Kind::missing, remotes.empty() ? "this project has no remote"
                                               : "this project has several remotes, and none of them is the default")
        .hint(remotes.empty() ? "mlp remote add --default NAME URL"
                              : "name one with --remote, or mlp remote add --default --force NAME URL");
}

std::optional<data::RemoteSettings> remote_in(const config::Settings& settings, const std::string& wanted) {
    const auto remotes = settings.remotes();
    std::vector<std::string> names;
    for (const auto& [name, keys] : remotes) {
        names.push_back(name);
        const auto standard = keys.find("default");
        const bool is_default = remotes.size() == 1 || (standard != keys.end() && standard->second.text == "true");
        if (wanted.empty() ? !is_default : name != wanted) continue;
        data::RemoteSettings found{.name = name};
        for (const auto& [key, value] : keys) {
            if (key == "url") found.url = value.text;
            if (key != "url" && key != "default") found.options[key] = value.text;
        }
        if (!found.url.empty()) return found;
    }
    if (wanted.empty()) return std::nullopt;
    throw unknown_to_source(wanted, names, "mlp.yaml");
}

Error unknown_to_source(const std::string& name, const std::vector<std::string>& known, std::string_view file) {
    return Error(Kind::missing, fmt::format("the other project's record names the remote '{}', its settings do not{}",
                                            base::printable(name), base::did_you_mean(name, known)))
        .hint(fmt::format("the remote has to be in the {} that it commits", file));
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

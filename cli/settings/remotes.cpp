#include "cli/settings/remotes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

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

/// What the settings say of remotes.
struct Known {
    std::vector<NamedRemote> remotes;
    std::map<std::string, std::string> unplaced;  ///< keys without a url, by name: where the first of them stands
    std::optional<ShownSetting> standard;         ///< what `core.remote` of DVC's settings says
};

const NamedRemote* find_remote(const std::vector<NamedRemote>& remotes, const std::string& name) {
    const auto found = std::find_if(remotes.begin(), remotes.end(),
                                    [&](const NamedRemote& remote) { return remote.settings.name == name; });
    return found == remotes.end() ? nullptr : &*found;
}

std::vector<std::string> names_of(const std::vector<NamedRemote>& remotes) {
    std::vector<std::string> names;
    for (const NamedRemote& remote : remotes) names.push_back(remote.settings.name);
    return names;
}

Error no_such_remote(const Known& known, const std::string& name) {
    const auto unplaced = known.unplaced.find(name);
    if (unplaced != known.unplaced.end())
        return {Kind::missing, fmt::format("remote '{}' has no url here, only settings at {}", base::printable(name),
                                           unplaced->second)};
    return {Kind::missing, fmt::format("there is no remote '{}'{}", base::printable(name),
                                       base::did_you_mean(name, names_of(known.remotes)))};
}

const NamedRemote& named(const Known& known, const std::string& name) {
    if (const NamedRemote* found = find_remote(known.remotes, name)) return *found;
    throw no_such_remote(known, name).hint(fmt::format("mlp remote add {} URL", base::printable(name)));
}

/// A bare word would be taken for a new folder's name, and results would go where nobody looks for them.
[[noreturn]] void refuse_unknown(Invocation& call, const Known& known, const std::string& word) {
    Error error = no_such_remote(known, word);
    if (call.settings().text("run.remote") == word) error.at("setting run.remote");
    if (known.unplaced.contains(word))
        throw std::move(error).hint(fmt::format("mlp remote add {} URL", base::printable(word)));
    const std::string there = known.remotes.empty()
                                  ? "this project has none"
                                  : fmt::format("there are: {}", fmt::join(names_of(known.remotes), ", "));
    throw std::move(error).hint(fmt::format("{}; a folder that is not there yet is written with a slash: ./{}", there,
                                            base::printable(word)));
}

/// A remote of DVC may lie inside of another one.
data::RemoteSettings resolved(const Known& known, data::RemoteSettings settings, int depth = 0) {
    if (!settings.url.starts_with(other_remote)) return settings;
    if (depth > 10) {
        throw Error(Kind::invalid, fmt::format("the url of remote '{}' leads back to itself", settings.name))
            .hint("correct its url");
    }
    const std::string rest = settings.url.substr(other_remote.size());
    const auto slash = std::min(rest.find('/'), rest.size());
    data::RemoteSettings base =
        resolved(known, named(known, base::lower(rest.substr(0, slash))).settings, depth + 1);
    while (base.url.ends_with('/')) base.url.pop_back();
    base.url += rest.substr(slash);
    for (auto& [key, value] : settings.options) base.options.insert_or_assign(key, value);
    base.name = settings.name;
    return base;
}

Known read_remotes(Invocation& call) {
    const bool dvc = is_dvc_project(call);
    Known known;
    std::map<std::string, NamedRemote> entries;
    for (const ShownSetting& one : shown_settings(call)) {
        if (dvc && one.key == "core.remote") known.standard = one;
        const auto found = name_and_key(one.key, dvc ? "remote." : "remotes.");
        if (!found) continue;
        NamedRemote& remote = entries[found->first];
        known.unplaced.emplace(found->first, one.origin);
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
    for (auto& [name, remote] : entries) {
        // Keys alone complete a remote that other projects of the user may have.
        if (remote.settings.url.empty()) continue;
        known.unplaced.erase(name);
        remote.settings.name = name;
        if (known.standard && name == known.standard->value) remote.is_default = true;
        known.remotes.push_back(std::move(remote));
    }
    return known;
}

/// Nothing where none is meant.
const NamedRemote* standard_remote(const Known& known) {
    const auto found = std::find_if(known.remotes.begin(), known.remotes.end(),
                                    [](const NamedRemote& remote) { return remote.is_default; });
    if (found != known.remotes.end()) return &*found;
    if (known.standard) {
        throw no_such_remote(known, known.standard->value)
            .at(known.standard->origin)
            .hint(fmt::format("`mlp remote add {} URL` adds it, `mlp config set core.remote NAME` chooses another",
                              base::printable(known.standard->value)));
    }
    return known.remotes.size() == 1 ? &known.remotes.front() : nullptr;
}

data::RemoteSettings settings_in(const std::string& name, const config::Settings::Remote& keys) {
    data::RemoteSettings settings{.name = name};
    for (const auto& [key, value] : keys) {
        if (key == "url") settings.url = value.text;
        if (key != "url" && key != "default") settings.options[key] = value.text;
    }
    return settings;
}

}  // namespace

std::vector<NamedRemote> known_remotes(Invocation& call) { return read_remotes(call).remotes; }

std::optional<std::string> default_remote_name(Invocation& call) {
    const Known known = read_remotes(call);
    const NamedRemote* found = standard_remote(known);
    return found == nullptr ? std::nullopt : std::optional(found->settings.name);
}

data::RemoteSettings chosen_remote(Invocation& call, const std::optional<std::string>& name) {
    const Known known = read_remotes(call);
    if (name) return resolved(known, named(known, is_dvc_project(call) ? base::lower(*name) : *name).settings);
    if (const NamedRemote* found = standard_remote(known)) return resolved(known, found->settings);
    throw no_default_remote(call);
}

Error no_default_remote(Invocation& call) {
    const std::vector<NamedRemote> remotes = known_remotes(call);
    if (remotes.empty())
        return Error(Kind::missing, "this project has no remote").hint("mlp remote add --default NAME URL");
    const std::string& first = remotes.front().settings.name;
    const std::string command = is_dvc_project(call) ? fmt::format("mlp config set core.remote {}", first)
                                                     : fmt::format("mlp config set remotes.{}.default true", first);
    return Error(Kind::missing, "this project has several remotes, and none of them is the default")
        .hint(fmt::format("there are: {}; name one, or choose the default: {}", fmt::join(names_of(remotes), ", "),
                          command));
}

std::optional<data::RemoteSettings> remote_in(const config::Settings& settings, const std::string& wanted) {
    auto remotes = settings.remotes();
    std::erase_if(remotes, [](const auto& one) { return !one.second.contains("url"); });
    std::vector<std::string> names;
    for (const auto& [name, keys] : remotes) {
        names.push_back(name);
        const auto standard = keys.find("default");
        const bool is_default = remotes.size() == 1 || (standard != keys.end() && standard->second.text == "true");
        if (wanted.empty() ? is_default : name == wanted) return settings_in(name, keys);
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
    const Known known = read_remotes(call);
    const std::string name = is_dvc_project(call) ? base::lower(word) : word;
    if (find_remote(known.remotes, name) != nullptr) return chosen_remote(call, name);
    std::error_code problem;
    const bool is_folder = word.find('/') != std::string::npos ||
                           std::filesystem::is_directory(call.root() / word, problem);
    if (!is_folder) refuse_unknown(call, known, word);
    return {.url = word};
}

std::unique_ptr<data::BlobRemote> open_chosen_remote(Invocation& call, const std::optional<std::string>& name) {
    return data::open_remote(chosen_remote(call, name), call.root(), call.env());
}

}  // namespace mlp::cli

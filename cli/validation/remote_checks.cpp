#include "cli/validation/remote_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/settings/settings.hpp"
#include "core/base/ascii.hpp"
#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/place.hpp"
#include "core/config/settings.hpp"
#include "core/data/dvc/config.hpp"
#include "core/data/dvc/remotes.hpp"
#include "core/data/remote/remote.hpp"

namespace mlp::cli {

namespace {

using config::Settings;

void add(config::Validated& into, Position place, const Error& error,
         Problem::Severity severity = Problem::Severity::error) {
    if (std::find(into.files.begin(), into.files.end(), place.file) == into.files.end()) into.files.push_back(place.file);
    into.problems.push_back({{severity, std::string(config::codes::bad_value), std::move(place),
                              error.message(), error.hint_text()}});
}

data::RemoteSettings settings_of(const std::string& name, const Settings::Remote& remote) {
    data::RemoteSettings settings{.name = name};
    for (const auto& [key, value] : remote) {
        if (key == "url") {
            settings.url = value.text;
        } else if (key != "default") {
            settings.options.emplace(key, value.text);
        }
    }
    return settings;
}

/// The settings' own faults have been told of their files.
std::map<std::string, Settings::Remote, std::less<>> readable_remotes(Invocation& call) {
    try {
        return call.settings().remotes();
    } catch (const Error& error) {
        if (error.kind() != Kind::invalid) throw;
        return {};
    }
}

void validate_own(Invocation& call, config::Validated& into) {
    for (const auto& [name, remote] : readable_remotes(call)) {
        const auto url = remote.find("url");
        if (url == remote.end()) continue;
        const config::Level level = url->second.level;
        if (level != config::Level::project && level != config::Level::local) continue;
        try {
            data::open_remote(settings_of(name, remote), call.root(), call.env());
        } catch (const Error& error) {
            if (error.kind() != Kind::invalid) throw;
            const bool told = std::any_of(into.problems.begin(), into.problems.end(), [&](const config::Finding& one) {
                return one.message == error.message();  // at the value itself
            });
            if (told) continue;
            Position place = url->second.place;
            if (level == config::Level::local) place.file = ".mlp/config.yaml";
            add(into, std::move(place), error);
        }
    }
}

/// "/project/.dvc/config:3" with the file's name as the project knows it; nothing for a file outside of the project.
std::optional<Position> place_in(const std::filesystem::path& root, const std::string& place) {
    for (const std::string name : {".dvc/config.local", ".dvc/config"}) {
        const std::string whole = (root / name).string();
        if (place == whole) return Position{name, 0, 0};
        if (place.starts_with(whole + ":")) return config::position_from(name + place.substr(whole.size()), name);
    }
    return std::nullopt;
}

void add_fault(Invocation& call, const data::dvc::ConfigFault& fault, config::Validated& into) {
    using What = data::dvc::ConfigFault::What;
    const auto place = place_in(call.root(), fault.begin.to_string());
    if (!place) return;
    add(into, *place, fault.error);
    config::Finding& finding = into.problems.back();
    if (fault.what == What::unknown_name) finding.code = config::codes::unknown_key;
    if (fault.what == What::missing_url) finding.code = config::codes::missing_key;
    finding.end = *place;
    finding.end.column = fault.end.column;
}

/// DVC itself only says so when something is to be pushed or fetched.
void validate_default(Invocation& call, const data::dvc::Config& config, config::Validated& into) {
    const auto* chosen = config.find("core", "remote");
    if (chosen == nullptr || config.remote(chosen->text) != nullptr) return;
    const auto place = place_in(call.root(), chosen->place.to_string());
    if (!place) return;
    const Error error = data::dvc::no_such_remote(config, chosen->text);
    add(into, *place, error, Problem::Severity::warning);
}

/// Names of remotes; nothing when the settings cannot be read, which is told of their files.
std::optional<std::vector<std::string>> remote_names(Invocation& call) {
    if (is_dvc_project(call)) {
        try {
            return data::dvc::read_config(call.root(), call.env()).remotes();
        } catch (const Error& error) {
            if (error.kind() != Kind::invalid) throw;
            return std::nullopt;
        }
    }
    std::vector<std::string> names;
    for (const auto& [name, remote] : readable_remotes(call)) {
        if (remote.contains("url")) names.push_back(name);
    }
    return names;
}

}  // namespace

void check_output_remotes(Invocation& call, const config::Project& project, config::Findings& findings) {
    std::vector<const config::Output*> sent;
    for (const config::Stage& stage : project.stages) {
        for (const config::Output& out : stage.outs) {
            if (!out.remote.empty()) sent.push_back(&out);
        }
    }
    const auto names = sent.empty() ? std::nullopt : remote_names(call);
    if (!names) return;
    for (const config::Output* out : sent) {
        // DVC's names are lower case, whatever is asked for.
        const std::string wanted = is_dvc_project(call) ? base::lower(out->remote) : out->remote;
        if (std::find(names->begin(), names->end(), wanted) != names->end()) continue;
        findings.warning(config::codes::bad_value, out->place,
                         fmt::format("the output '{}' is to go to the remote '{}', which does not exist{}",
                                     base::printable(out->path), base::printable(out->remote),
                                     base::did_you_mean(out->remote, *names)),
                         fmt::format("`mlp remote add {} URL`, or correct the name", base::printable(out->remote)));
    }
}

void validate_remotes(Invocation& call, config::Validated& into) {
    if (!is_dvc_project(call)) return validate_own(call, into);
    // What cannot be read at all has been told by whoever looked first.
    const bool unreadable = std::any_of(into.problems.begin(), into.problems.end(), [](const config::Finding& one) {
        return one.place.file.empty() || (one.place.file.find(".dvc/config") != std::string::npos && one.code == config::codes::unreadable);
    });
    if (unreadable) return;
    try {
        const auto faults = data::dvc::config_faults(call.root(), call.env());
        for (const data::dvc::ConfigFault& fault : faults) add_fault(call, fault, into);
        const bool told = std::any_of(into.problems.begin(), into.problems.end(), [](const config::Finding& one) {
            return one.place.file.find(".dvc/config") != std::string::npos;
        });
        if (!told) validate_default(call, data::dvc::read_config(call.root(), call.env()), into);
    } catch (const Error& error) {
        if (error.kind() != Kind::invalid) throw;
        add(into, place_in(call.root(), error.place()).value_or(Position{error.place(), 0, 0}), error);
    }
}

}  // namespace mlp::cli

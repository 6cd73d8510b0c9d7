#include "cli/settings/settings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/pipeline/run_lock.hpp"
#include "cli/settings/secrets.hpp"
#include "core/base/ini.hpp"
#include "core/base/text.hpp"
#include "core/config/remote_keys.hpp"
#include "core/config/settings_edit.hpp"
#include "core/data/dvc/config_edit.hpp"

namespace mlp::cli {

namespace dvc = data::dvc;
namespace fs = std::filesystem;
using config::Level;

namespace {

dvc::ConfigLevel dvc_level(Level level) {
    switch (level) {
        case Level::system:
            return dvc::ConfigLevel::system;
        case Level::user:
            return dvc::ConfigLevel::user;
        case Level::local:
            return dvc::ConfigLevel::local;
        default:
            return dvc::ConfigLevel::project;
    }
}

std::string level_of_dvc_file(Invocation& call, const std::string& file) {
    for (const Level level : {Level::system, Level::user, Level::project, Level::local}) {
        const auto known = dvc::config_file(dvc_level(level), fs::weakly_canonical(call.root()), call.env());
        if (known && known->string() == file) return std::string(level_name(level));
    }
    return "project";
}

/// As people see a file: relative to the project's root where it is inside.
std::string shown_origin(Invocation& call, Position place) {
    const fs::path relative = fs::path(place.file).lexically_relative(fs::weakly_canonical(call.root()));
    if (!relative.empty() && !relative.native().starts_with("..")) place.file = relative.string();
    return place.to_string();
}

void add_dvc_settings(Invocation& call, std::vector<ShownSetting>& shown) {
    const dvc::Config config = dvc::read_config(call.root(), call.env());
    const auto add = [&](const std::string& section, const dvc::Config::Section& values) {
        for (const auto& [key, value] : values) {
            const std::string name = fmt::format("{}.{}", section, key);
            const auto parsed = dvc::parse_setting_name(name);
            shown.push_back({name, value.text, level_of_dvc_file(call, value.place.file),
                             shown_origin(call, value.place), parsed && dvc::is_secret(*parsed)});
        }
    };
    for (const auto& [section, values] : config.sections()) {
        if (section.find('"') == std::string::npos) add(section, values);
    }
    for (const std::string& name : config.remotes()) add("remote." + name, *config.remote(name));
    for (const auto& [name, keys] : config.unplaced()) add("remote." + name, keys);
}

bool is_own(std::string_view key) {
    const auto rows = config::settings_table();
    return std::any_of(rows.begin(), rows.end(), [&](const config::SettingRow& row) { return row.key == key; });
}

Level default_level(Invocation& call, const SettingPlace& place) {
    if (!call.find_root()) return Level::user;
    if (place.book == Book::dvc) return Level::project;
    const bool in_mlp_yaml = place.key == "store" || place.key.starts_with("remotes.");
    std::error_code problem;
    return in_mlp_yaml && fs::exists(*call.find_root() / "mlp.yaml", problem) ? Level::project : Level::local;
}

/// Whether it was set there.
bool remove_remote_at(Invocation& call, const std::string& name, Level level) {
    if (is_dvc_project(call))
        return dvc::config_file(dvc_level(level), call.root(), call.env()) &&
               dvc::remove_remote(dvc_level(level), call.root(), call.env(), name);
    return config::settings_file(level, call.env(), call.find_root()) &&
           config::unset_setting("remotes." + name, level, call.env(), call.find_root());
}

/// What DVC refuses, and what DVC takes and our own remotes refuse.
void require_fitting(const dvc::SettingName& name, const std::string& value, Level level) {
    dvc::require_fitting(dvc_level(level), name, value);
    if (level == Level::project && config::has_password(value)) {
        throw Error(Kind::usage, "the address carries a secret, and .dvc/config is committed")
            .hint("set it with --local: git ignores .dvc/config.local");
    }
    if (name.remote.empty() || name.key != "ssl_verify") return;
    if (const auto fault = config::fault_of_remote(name.remote, name.key, value)) throw Error(Kind::usage, *fault);
}

/// DVC refuses to work with a remote that has settings and no url, so those for all projects break the others.
void warn_of_dvc(Invocation& call, const dvc::SettingName& name, dvc::ConfigLevel level) {
    if (name.remote.empty()) return;
    const fs::path file = *dvc::config_file(level, call.root(), call.env());
    const auto sections = base::read_ini(file, file.string());
    for (const base::IniSection& section : *sections) {
        const bool has_url = std::any_of(section.entries.begin(), section.entries.end(),
                                         [](const base::IniEntry& entry) { return entry.key == "url"; });
        if (section.name != name.section || has_url) continue;
        call.warn(fmt::format("DVC itself refuses to work in projects that have no remote '{}'; "
                              "set at the local level it is for this project alone",
                              name.remote));
    }
}

}  // namespace

bool is_dvc_project(Invocation& call) {
    std::error_code problem;
    return call.find_root() && fs::is_directory(*call.find_root() / ".dvc", problem);
}

std::vector<ShownSetting> shown_settings(Invocation& call) {
    std::vector<ShownSetting> shown;
    for (const auto& [key, value] : call.settings().values()) {
        shown.push_back(
            {key, value.text, std::string(level_name(value.level)), value.origin, config::is_secret_setting(key)});
    }
    if (is_dvc_project(call)) {
        // In a project of DVC a name that both have is DVC's.
        std::vector<ShownSetting> theirs;
        add_dvc_settings(call, theirs);
        std::erase_if(shown, [&](const ShownSetting& own) {
            return std::any_of(theirs.begin(), theirs.end(),
                               [&](const ShownSetting& one) { return one.key == own.key; });
        });
        shown.insert(shown.end(), theirs.begin(), theirs.end());
    }
    std::sort(shown.begin(), shown.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
    return shown;
}

SettingPlace place_of_setting(Invocation& call, std::string_view key) {
    const auto dot = key.find('.');
    const std::string_view top = key.substr(0, dot);
    const bool is_remote = (top == "remote" || top == "remotes") && dot != std::string_view::npos;
    if (is_dvc_project(call)) {
        const auto name =
            dvc::parse_setting_name(is_remote ? fmt::format("remote.{}", key.substr(dot + 1)) : std::string(key));
        if (name && (dvc::is_known_setting(*name) || is_remote)) {
            const std::string own = name->remote.empty() ? name->section : "remote." + name->remote;
            return {Book::dvc, fmt::format("{}.{}", own, name->key)};
        }
    } else if (is_remote) {
        return {Book::mlp, fmt::format("remotes.{}", key.substr(dot + 1))};
    }
    if (is_own(key)) return {Book::mlp, std::string(key)};
    std::vector<std::string> names;
    for (const config::SettingRow& row : config::settings_table()) names.emplace_back(row.key);
    const auto foreign = dvc::parse_setting_name(key);
    const bool is_foreign = foreign && dvc::is_known_setting(*foreign) && !is_dvc_project(call);
    throw Error(Kind::usage, is_foreign ? fmt::format("'{}' is a setting of DVC, and this is no project of DVC",
                                                      base::printable(key))
                                        : fmt::format("there is no setting '{}'{}", base::printable(key),
                                                      base::did_you_mean(std::string(key), names)))
        .hint("`mlp config list` shows what is set; the reference lists all settings");
}

ChangedSetting set_setting(Invocation& call, std::string_view key, const std::string& value,
                           std::optional<Level> level) {
    const SettingPlace place = place_of_setting(call, key);
    const Level chosen = level.value_or(default_level(call, place));
    if (place.book == Book::mlp) {
        if (chosen == Level::local && call.find_root()) {
            check_setting(call, key, value, chosen);  // what is refused leaves nothing behind
            state_folder(*call.find_root());
            keep_from_git(call, ".mlp/config.yaml",
                          config::is_secret_setting(place.key) || config::has_password(value));
        }
        return {place.key, chosen, config::set_setting(place.key, value, chosen, call.env(), call.find_root())};
    }
    const dvc::SettingName name = *dvc::parse_setting_name(place.key);
    require_fitting(name, value, chosen);  // what is refused leaves nothing behind
    if (chosen == Level::local)
        keep_from_git(call, ".dvc/config.local", dvc::is_secret(name) || config::has_password(value));
    dvc::set_setting(dvc_level(chosen), call.root(), call.env(), name, value, call.folder());
    if (chosen == Level::user || chosen == Level::system) warn_of_dvc(call, name, dvc_level(chosen));
    return {place.key, chosen, *dvc::config_file(dvc_level(chosen), call.root(), call.env())};
}

void check_setting(Invocation& call, std::string_view key, const std::string& value, std::optional<Level> level) {
    const SettingPlace place = place_of_setting(call, key);
    const Level chosen = level.value_or(default_level(call, place));
    if (place.book == Book::dvc) {
        require_fitting(*dvc::parse_setting_name(place.key), value, chosen);
    } else if (auto fault = config::fault_of_setting(place.key, value, chosen)) {
        throw *fault;
    }
}

ChangedSetting remove_remote(Invocation& call, const std::string& name, std::optional<Level> level) {
    // What only completes it (a secret at the local level) goes with it: without a url it is of no use.
    std::optional<Level> found;
    if (level) {
        if (remove_remote_at(call, name, *level)) found = level;
    } else {
        for (const Level one : {Level::local, Level::project}) {
            if (remove_remote_at(call, name, one)) found = one;
        }
        for (const Level one : {Level::user, Level::system}) {
            if (!found && remove_remote_at(call, name, one)) found = one;
        }
    }
    if (!found) {
        throw Error(Kind::missing, level ? fmt::format("there is no remote '{}' at the {} level", base::printable(name),
                                                       level_name(*level))
                                         : fmt::format("there is no remote '{}'", base::printable(name)))
            .hint("`mlp remote list` shows those that are set, and where");
    }
    if (!is_dvc_project(call)) return {name, *found, *config::settings_file(*found, call.env(), call.find_root())};
    // As DVC: it is the default no longer, at this level and those that shadow it.
    for (const Level shadow : {Level::local, Level::project, Level::user, Level::system}) {
        dvc::unset_setting_if(dvc_level(shadow), call.root(), call.env(), *dvc::parse_setting_name("core.remote"),
                              name);
        if (shadow == *found) break;
    }
    return {name, *found, *dvc::config_file(dvc_level(*found), call.root(), call.env())};
}

ChangedSetting unset_setting(Invocation& call, std::string_view key, std::optional<Level> level) {
    const SettingPlace place = place_of_setting(call, key);
    const Level chosen = level.value_or(default_level(call, place));
    const bool is_dvc = place.book == Book::dvc;
    const bool done =
        is_dvc ? dvc::unset_setting(dvc_level(chosen), call.root(), call.env(), *dvc::parse_setting_name(place.key))
               : config::unset_setting(place.key, chosen, call.env(), call.find_root());
    if (done) {
        return {place.key, chosen,
                is_dvc ? *dvc::config_file(dvc_level(chosen), call.root(), call.env())
                       : *config::settings_file(chosen, call.env(), call.find_root())};
    }
    std::string elsewhere;
    for (const ShownSetting& one : shown_settings(call)) {
        if (one.key == place.key) elsewhere = fmt::format("it is set at {} ({} level)", one.origin, one.level);
    }
    throw Error(Kind::missing, fmt::format("'{}' is not set at the {} level", place.key, level_name(chosen)))
        .hint(elsewhere);
}

}  // namespace mlp::cli

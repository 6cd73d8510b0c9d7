#include "core/data/dvc/config.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "core/base/ascii.hpp"
#include "core/base/ini.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/data/dvc/config_schema.hpp"

namespace mlp::data::dvc {

namespace fs = std::filesystem;

namespace {

bool has_scheme(std::string_view text) {
    const auto colon = text.find("://");
    return colon != std::string_view::npos && colon > 0 &&
           std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon),
                       [](unsigned char letter) { return std::isalnum(letter) != 0 || letter == '_'; });
}

std::string resolved(const std::string& text, const fs::path& folder, const std::optional<std::string>& home) {
    if (has_scheme(text) || text.starts_with('/')) return text;
    if (home && (text == "~" || text.starts_with("~/"))) return *home + text.substr(1);
    return (folder / text).lexically_normal().string();
}

/// The name in `remote "name"`, or nothing for another section.
std::optional<std::string> remote_name(std::string_view section) {
    constexpr std::string_view word = "remote";
    if (!section.starts_with(word)) return std::nullopt;
    section.remove_prefix(word.size());
    while (section.starts_with(' ')) section.remove_prefix(1);
    while (section.ends_with(' ')) section.remove_suffix(1);
    if (section.size() < 2 || section.front() != '"' || section.back() != '"') return std::nullopt;
    return std::string(section.substr(1, section.size() - 2));
}

/// `machine "x"` and `db "x"` carry names too; their keys are not ours.
std::string_view kind_of(std::string_view section) { return section.substr(0, section.find_first_of(" \"")); }

fs::path level_folder(const base::Env& env, std::string_view variable, const std::optional<std::string>& base_folder,
                      const fs::path& otherwise) {
    if (const auto named = env.variable(variable)) return *named;
    if (base_folder) return fs::path(*base_folder) / "dvc";
    return otherwise.empty() ? fs::path() : otherwise / "dvc";
}

Error without_url(std::string_view remote) {
    return Error(Kind::invalid, fmt::format("remote '{}' has no 'url'", remote)).hint("add 'url = …' to the section");
}

/// @param readable_lines  whether lines that cannot be read are left out, not thrown
std::optional<std::vector<base::IniSection>> sections_of(const fs::path& file, bool readable_lines) {
    if (!readable_lines) return base::read_ini(file, file.string());
    const auto text = base::read_file_if_exists(file);
    if (!text) return std::nullopt;
    std::vector<Problem> ignored;
    return base::parse_ini(*text, file.string(), ignored);
}

/// Whose file the system's is decides who may read it; their own settings serve everybody else.
bool is_readable(const fs::path& file) {
    try {
        base::read_file_if_exists(file);
        return true;
    } catch (const Error&) {
        return false;
    }
}

}  // namespace

std::optional<fs::path> config_file(ConfigLevel level, const fs::path& root, const base::Env& env) {
    if (level == ConfigLevel::project) return root / ".dvc" / "config";
    if (level == ConfigLevel::local) return root / ".dvc" / "config.local";
    fs::path folder;
    if (level == ConfigLevel::system) {
        auto system = env.variable("XDG_CONFIG_DIRS");
        if (system) system = system->substr(0, system->find(':'));
        folder = level_folder(env, "DVC_SYSTEM_CONFIG_DIR", system, "/etc/xdg");
    } else {
        const auto home = env.variable("HOME");
        folder = level_folder(env, "DVC_GLOBAL_CONFIG_DIR", env.variable("XDG_CONFIG_HOME"),
                              home ? fs::path(*home) / ".config" : fs::path());
    }
    return folder.empty() ? std::nullopt : std::optional(folder / "config");
}

void Config::add_file(const fs::path& file, std::vector<ConfigFault>* faults) {
    const auto sections = sections_of(file, faults != nullptr);
    if (!sections) return;
    const auto refuse = [&](ConfigFault::What what, const Position& line, const base::IniColumns& columns, Error error) {
        if (faults == nullptr) throw std::move(error);
        faults->push_back({what, {line.file, line.line, columns.begin}, {line.file, line.line, columns.end}, std::move(error)});
    };
    for (const base::IniSection& section : *sections) {
        const auto name = remote_name(section.name);
        if (!name && !is_known_section(kind_of(section.name))) {
            refuse(ConfigFault::What::unknown_name, section.place, section.name_columns,
                   Error(Kind::invalid,
                         fmt::format("'[{}]' is not a section of DVC's configuration", base::printable(section.name)))
                       .at(section.place.to_string())
                       .hint("remotes are written ['remote \"name\"']"));
            continue;
        }
        if (name) remote_places_.insert_or_assign(*name, section.place);
        Section& into = name ? remotes_[*name] : sections_[section.name];
        for (const base::IniEntry& entry : section.entries) {
            const Value value{fmt::format("{}", fmt::join(entry.values, ",")), entry.place};
            const bool known = name ? is_known_remote_key(entry.key) : is_known_key(kind_of(section.name), entry.key);
            try {
                if (name) {
                    check_remote_setting(*name, entry.key, value);
                } else {
                    check_setting(kind_of(section.name), entry.key, value);
                }
            } catch (Error& error) {
                refuse(known ? ConfigFault::What::bad_value : ConfigFault::What::unknown_name, entry.place,
                       known ? entry.value_columns : entry.key_columns, std::move(error));
            }
            into.insert_or_assign(entry.key, value);
        }
    }
}

std::optional<std::string> Config::get(std::string_view section, std::string_view key) const {
    const Value* const value = find(section, key);
    return value != nullptr ? std::optional(value->text) : std::nullopt;
}

const Config::Value* Config::find(std::string_view section, std::string_view key) const {
    const auto found = sections_.find(section);
    if (found == sections_.end()) return nullptr;
    const auto value = found->second.find(key);
    return value == found->second.end() ? nullptr : &value->second;
}

bool Config::flag(std::string_view section, std::string_view key, bool otherwise) const {
    const Value* const value = find(section, key);
    if (value == nullptr) return otherwise;
    return value->text.size() == 4;  // "true" in any case; the schema allows nothing but that and "false"
}

std::vector<std::string> Config::remotes() const {
    std::vector<std::string> names;
    for (const auto& [name, section] : remotes_) names.push_back(name);
    return names;
}

const Config::Section* Config::remote(std::string_view name) const {
    const auto found = remotes_.find(name);
    return found == remotes_.end() ? nullptr : &found->second;
}

void Config::set_apart_unplaced(const fs::path& root) {
    for (auto at = remotes_.begin(); at != remotes_.end();) {
        const auto remote = at++;
        if (remote->second.contains("url")) continue;
        const Position& section = remote_places_.at(remote->first);
        if (fs::path(section.file).parent_path() == root / ".dvc") {
            const Position& place = remote->second.empty() ? section : remote->second.begin()->second.place;
            throw without_url(remote->first).at(place.to_string());
        }
        unplaced_.insert(remotes_.extract(remote));
    }
}

std::vector<ConfigFault> config_faults(const fs::path& root, const base::Env& env) {
    Config config;
    std::vector<ConfigFault> faults;
    const fs::path absolute = fs::weakly_canonical(root);
    for (const ConfigLevel level : {ConfigLevel::system, ConfigLevel::user, ConfigLevel::project, ConfigLevel::local}) {
        const bool own = level == ConfigLevel::project || level == ConfigLevel::local;
        const auto file = config_file(level, absolute, env);
        if (file && (level != ConfigLevel::system || is_readable(*file)))
            config.add_file(*file, own ? &faults : nullptr);
    }
    std::set<std::string> told;
    for (const ConfigLevel level : {ConfigLevel::project, ConfigLevel::local}) {
        const auto sections = sections_of(*config_file(level, absolute, env), true);
        for (const base::IniSection& section : sections.value_or(std::vector<base::IniSection>())) {
            const auto name = remote_name(section.name);
            if (!name || config.remote(*name)->contains("url") || !told.insert(*name).second) continue;
            const Position& line = section.place;
            faults.push_back({ConfigFault::What::missing_url,
                              {line.file, line.line, section.name_columns.begin},
                              {line.file, line.line, section.name_columns.end},
                              without_url(*name)});
        }
    }
    return faults;
}

Config read_config(const fs::path& root, const base::Env& env) {
    Config config;
    const auto home = env.variable("HOME");
    const fs::path absolute = fs::weakly_canonical(root);
    for (const ConfigLevel level : {ConfigLevel::system, ConfigLevel::user, ConfigLevel::project, ConfigLevel::local}) {
        const auto file = config_file(level, absolute, env);
        if (file && (level != ConfigLevel::system || is_readable(*file))) config.add_file(*file);
    }
    config.set_apart_unplaced(absolute);
    for (auto& [name, section] : config.remotes_) {
        for (auto& [key, value] : section) {
            if (is_path_setting("remote", key)) {
                value.text = resolved(value.text, fs::path(value.place.file).parent_path(), home);
            }
        }
    }
    if (const auto core = config.sections_.find("core"); core != config.sections_.end()) {
        // Names of remotes are sections, and those are lower case.
        if (const auto named = core->second.find("remote"); named != core->second.end()) {
            named->second.text = base::lower(named->second.text);
        }
    }
    config.cache_folder_ = absolute / ".dvc" / "cache";
    if (const auto found = config.sections_.find("cache"); found != config.sections_.end()) {
        if (const auto folder = found->second.find("dir"); folder != found->second.end()) {
            auto& [text, place] = folder->second;
            text = resolved(text, fs::path(place.file).parent_path(), home);
            config.cache_folder_ = text;
        }
    }
    config.link_types_ = {LinkType::reflink, LinkType::copy};
    if (const auto* types = config.find("cache", "type")) config.link_types_ = parse_link_types(*types);
    return config;
}

}  // namespace mlp::data::dvc

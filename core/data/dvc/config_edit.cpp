#include "core/data/dvc/config_edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "core/base/ascii.hpp"
#include "core/base/ini.hpp"
#include "core/base/io.hpp"
#include "core/base/public_file.hpp"
#include "core/base/text.hpp"
#include "core/base/url.hpp"
#include "core/data/dvc/config_schema.hpp"

namespace mlp::data::dvc {

namespace fs = std::filesystem;

namespace {

constexpr unsigned private_mode = 0600;  // config.local and the user's file are where secrets go

/// Byte where a line (from 1) begins; the end of the text behind the last one.
std::size_t offset_of_line(const std::string& text, int line) {
    std::size_t at = 0;
    for (int passed = 1; passed < line; ++passed) {
        const auto end = text.find('\n', at);
        if (end == std::string::npos) return text.size();
        at = end + 1;
    }
    return at;
}

const base::IniSection* find_section(const std::vector<base::IniSection>& sections, std::string_view name) {
    const auto found = std::find_if(sections.begin(), sections.end(),
                                    [&](const base::IniSection& section) { return section.name == name; });
    return found == sections.end() ? nullptr : &*found;
}

const base::IniEntry* find_entry(const base::IniSection& section, std::string_view key) {
    const auto found = std::find_if(section.entries.begin(), section.entries.end(),
                                    [&](const base::IniEntry& entry) { return entry.key == key; });
    return found == section.entries.end() ? nullptr : &*found;
}

bool has_own_name(std::string_view section) { return section.find('"') != std::string_view::npos; }

std::string setting_line(const std::string& key, std::string_view value) {
    return fmt::format("    {} = {}\n", base::ini_quoted(key, false), base::ini_quoted(value));
}

/// DVC writes sections with names of their own behind all others.
std::size_t place_for_section(const std::string& text, const std::vector<base::IniSection>& sections,
                              std::string_view name) {
    if (has_own_name(name)) return text.size();
    const auto behind = std::find_if(sections.begin(), sections.end(),
                                     [](const base::IniSection& section) { return has_own_name(section.name); });
    return behind == sections.end() ? text.size() : offset_of_line(text, behind->place.line);
}

void insert_lines(std::string& text, std::size_t at, std::string lines) {
    if (at > 0 && text[at - 1] != '\n') lines.insert(0, "\n");
    text.insert(at, lines);
}

/// As DVC stores a path: relative to the file unless it is absolute, a url, or begins with '~'.
std::string stored_path(const std::string& value, const fs::path& folder, const fs::path& file) {
    if (value.find("://") != std::string::npos || value.starts_with('/') || value.starts_with('~')) return value;
    const fs::path whole = (fs::weakly_canonical(folder) / value).lexically_normal();
    fs::path relative = whole.lexically_relative(fs::weakly_canonical(file.parent_path()));
    std::string text = relative.generic_string();
    while (text.size() > 1 && text.ends_with('/')) text.pop_back();
    return text;
}

void check_value(const SettingName& name, const std::string& value) {
    const Config::Value checked{value, {}};
    try {
        if (name.remote.empty()) {
            check_setting(name.section, name.key, checked);
        } else {
            check_remote_setting(name.remote, name.key, checked);
        }
    } catch (const Error& error) {
        throw Error(Kind::usage, error.message());
    }
}

fs::path file_for(ConfigLevel level, const fs::path& root, const base::Env& env) {
    const auto file = config_file(level, root, env);
    if (file) return *file;
    throw Error(Kind::usage, "there is no home folder for the user's settings").hint("set HOME or XDG_CONFIG_HOME");
}

/// Replaces the level's file by what `edit` makes of it; nothing: it stays, and false is given.
bool edit_file(
    ConfigLevel level, const fs::path& root, const base::Env& env,
    const std::function<std::optional<std::string>(const std::string& text, const std::string& name)>& edit) {
    const fs::path file = file_for(level, root, env);
    const std::string before = base::read_file_if_exists(file).value_or("");
    const auto after = edit(before, file.string());
    if (!after) return false;
    base::parse_ini(*after, file.string());  // what we write must be readable
    if (*after == before) return true;
    if (level == ConfigLevel::system) {
        base::replace_public_file(file, *after);
    } else {
        base::replace_file(file, *after, level == ConfigLevel::project ? 0644 : private_mode);
    }
    return true;
}

}  // namespace

std::optional<SettingName> parse_setting_name(std::string_view text) {
    const std::string name = base::lower(text);
    const auto first = name.find('.');
    const auto last = name.rfind('.');
    if (first == std::string::npos || first == 0 || last + 1 == name.size()) return std::nullopt;
    const std::string top = name.substr(0, first);
    std::string key = name.substr(last + 1);
    if (first == last) return SettingName{top, std::move(key), {}};
    if (top != "remote" || last == first + 1) return std::nullopt;
    const std::string remote = name.substr(first + 1, last - first - 1);
    return SettingName{fmt::format("remote \"{}\"", remote), std::move(key), remote};
}

bool is_known_setting(const SettingName& name) {
    return name.remote.empty() ? is_known_key(name.section, name.key) : is_known_remote_key(name.key);
}

bool is_secret(const SettingName& name) {
    constexpr std::array<std::string_view, 14> secrets{
        "secret_access_key",    "session_token",    "password",          "token",         "passphrase",
        "account_key",          "sas_token",        "connection_string", "client_secret", "oss_key_secret",
        "gdrive_client_secret", "sse_customer_key", "bearer_token",      "kerb_ticket"};
    return std::find(secrets.begin(), secrets.end(), name.key) != secrets.end();
}

std::string with_setting(const std::string& text, const std::string& file, const SettingName& name,
                         std::string_view value) {
    const auto sections = base::parse_ini(text, file);
    std::string after = text;
    const std::string line = setting_line(name.key, value);
    const base::IniSection* const section = find_section(sections, name.section);
    if (section == nullptr) {
        insert_lines(after, place_for_section(text, sections, name.section),
                     fmt::format("[{}]\n{}", base::ini_quoted(name.section, false), line));
        return after;
    }
    if (const base::IniEntry* const entry = find_entry(*section, name.key)) {
        const std::size_t from = offset_of_line(text, entry->place.line);
        after.replace(from, offset_of_line(text, entry->last_line + 1) - from, line);
        return after;
    }
    const int last = section->entries.empty() ? section->place.line : section->entries.back().last_line;
    insert_lines(after, offset_of_line(text, last + 1), line);
    return after;
}

std::optional<std::string> without_section(const std::string& text, const std::string& file, std::string_view name) {
    const auto sections = base::parse_ini(text, file);
    const base::IniSection* const section = find_section(sections, name);
    if (section == nullptr) return std::nullopt;
    const int last = section->entries.empty() ? section->place.line : section->entries.back().last_line;
    std::string after = text;
    const std::size_t from = offset_of_line(text, section->place.line);
    return after.erase(from, offset_of_line(text, last + 1) - from);
}

std::optional<std::string> without_setting(const std::string& text, const std::string& file, const SettingName& name) {
    const auto sections = base::parse_ini(text, file);
    const base::IniSection* const section = find_section(sections, name.section);
    const base::IniEntry* const entry = section != nullptr ? find_entry(*section, name.key) : nullptr;
    if (entry == nullptr) return std::nullopt;
    if (section->entries.size() == 1 && !has_own_name(name.section)) return without_section(text, file, name.section);
    std::string after = text;
    const std::size_t from = offset_of_line(text, entry->place.line);
    return after.erase(from, offset_of_line(text, entry->last_line + 1) - from);
}

void require_fitting(ConfigLevel level, const SettingName& name, const std::string& value) {
    check_value(name, value);
    const auto url = name.key == "url" ? base::parse_url(value) : std::nullopt;
    if (!is_secret(name) && (!url || url->user.find(':') == std::string::npos)) return;
    if (level == ConfigLevel::system)
        throw Error(Kind::usage, fmt::format("'{}' is a secret, and every user reads the system's file", name.key))
            .hint("set it with --local (.dvc/config.local)");
    if (level != ConfigLevel::project) return;
    throw Error(Kind::usage, fmt::format("'{}' is a secret, and .dvc/config is committed", name.key))
        .hint("set it with --local (.dvc/config.local, which git ignores)");
}

void set_setting(ConfigLevel level, const fs::path& root, const base::Env& env, const SettingName& name,
                 const std::string& value, const fs::path& folder) {
    require_fitting(level, name, value);
    const fs::path file = file_for(level, root, env);
    const std::string stored = is_path_setting(name.section, name.key) ? stored_path(value, folder, file) : value;
    edit_file(level, root, env, [&](const std::string& text, const std::string& shown) {
        return std::optional(with_setting(text, shown, name, stored));
    });
}

bool unset_setting(ConfigLevel level, const fs::path& root, const base::Env& env, const SettingName& name) {
    return edit_file(level, root, env, [&](const std::string& text, const std::string& shown) {
        return without_setting(text, shown, name);
    });
}

bool unset_setting_if(ConfigLevel level, const fs::path& root, const base::Env& env, const SettingName& name,
                      std::string_view value) {
    if (!config_file(level, root, env)) return false;
    return edit_file(
        level, root, env, [&](const std::string& text, const std::string& shown) -> std::optional<std::string> {
            const auto sections = base::parse_ini(text, shown);
            const base::IniSection* const section = find_section(sections, name.section);
            const base::IniEntry* const entry = section != nullptr ? find_entry(*section, name.key) : nullptr;
            if (entry == nullptr || base::lower(entry->values.front()) != base::lower(value)) return std::nullopt;
            return without_setting(text, shown, name);
        });
}

bool remove_remote(ConfigLevel level, const fs::path& root, const base::Env& env, std::string_view remote) {
    return edit_file(level, root, env, [&](const std::string& text, const std::string& shown) {
        return without_section(text, shown, fmt::format("remote \"{}\"", base::lower(remote)));
    });
}

}  // namespace mlp::data::dvc

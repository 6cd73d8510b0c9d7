#include "core/config/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/base/url.hpp"
#include "core/base/yaml.hpp"
#include "core/config/codes.hpp"
#include "core/config/findings.hpp"
#include "core/config/remote_keys.hpp"
#include "core/config/settings_file.hpp"

namespace mlp::config {

using base::Yaml;

namespace {

// clang-format off
constexpr auto table = std::to_array<SettingRow>({
    {"store", "text", "", "MLP_STORE", "Where runs, models and the audit trail are kept; without it .mlp/store.db of the project"},
    {"run.jobs", "integer", "", "MLP_RUN_JOBS", "Stages that run at the same time; without it the number of processors"},
    {"run.gpus", "count", "", "MLP_RUN_GPUS", "GPUs that stages share; without it those that CUDA_VISIBLE_DEVICES names, else those of the machine"},
    {"run.remote", "text", "", "MLP_RUN_REMOTE", "Remote, by its name or address (a folder, s3://…, https://…), that a team and its CI share, where results are looked up before stages run and kept after; without it none"},
    {"run.push", "boolean", "true", "MLP_RUN_PUSH", "Whether our results are put into run.remote, too, or only fetched from it"},
    {"lineage.to", "text", "", "MLP_LINEAGE_TO", "Where events of lineage (OpenLineage) about runs go: a file, or the http(s) address of a catalog; without it nowhere"},
    {"lineage.namespace", "text", "default", "MLP_LINEAGE_NAMESPACE", "Namespace of the project's jobs in that catalog"},
    {"cache.dir", "path", "", "MLP_CACHE_DIR", "Folder for what can be made again, such as Python environments; without it the user's cache folder, or .mlp/cache"},
    {"python.interpreter", "text", "", "MLP_PYTHON_INTERPRETER", "Python that environments are made with; without it python3 on PATH"},
});
// clang-format on

const SettingRow* find_row(std::string_view key) {
    const auto* row = std::find_if(table.begin(), table.end(), [&](const SettingRow& r) { return r.key == key; });
    return row == table.end() ? nullptr : row;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// What is wrong with a value, or nothing.
std::optional<std::string> fault_of(const SettingRow& row, std::string_view text) {
    const auto number = parse_integer(text);
    if (row.type == "integer" && (!number || *number < 1)) {
        return fmt::format("'{}' is '{}'; a whole number of at least 1 is expected", row.key, base::printable(text));
    }
    if (row.type == "count" && (!number || *number < 0)) {
        return fmt::format("'{}' is '{}'; a whole number is expected", row.key, base::printable(text));
    }
    if (row.type == "boolean" && text != "true" && text != "false") {
        return fmt::format("'{}' is '{}'; true or false is expected", row.key, base::printable(text));
    }
    if (text.empty()) return fmt::format("'{}' is empty", row.key);
    if (row.key == "lineage.to" && text.find("://") != std::string_view::npos) {
        const auto url = base::parse_url(text);
        if (!url || (url->scheme != "http" && url->scheme != "https"))
            return fmt::format("lineage goes to a file or to an http(s) address, and '{}' is neither",
                               base::public_url(text));
    }
    return std::nullopt;
}

constexpr const char* settings_hint = "`mlp config list` shows every setting and its value";

void read_values(const Yaml& map, const std::string& prefix, Findings& findings, std::vector<FoundSetting>& found) {
    std::vector<std::string> names;
    for (const SettingRow& row : table) names.emplace_back(row.key);
    for (const Yaml::Entry& entry : map.entries()) {
        const std::string key = prefix + entry.key;
        if (key == "remotes") {
            for (FoundSetting& one : read_remotes(entry.value, false, findings)) found.push_back(std::move(one));
            continue;
        }
        const bool is_section =
            std::any_of(names.begin(), names.end(), [&](const std::string& n) { return n.starts_with(key + "."); });
        const SettingRow* row = find_row(key);
        if (is_section && entry.value.is_map()) {
            read_values(entry.value, key + ".", findings, found);
        } else if (is_section) {
            findings.error(codes::wrong_type, entry.value.begin(),
                           fmt::format("'{}' is {}; a map is expected", key, entry.value.type_name()),
                           settings_hint);
        } else if (row == nullptr) {
            std::vector<std::string> words = names;
            for (const SettingRow& one : table) words.emplace_back(one.key.substr(0, one.key.find('.')));
            words.emplace_back("remotes");
            findings.error(
                codes::unknown_key, entry.key_place,
                fmt::format("there is no setting '{}'{}", base::printable(key), base::did_you_mean(key, words)),
                settings_hint);
        } else if (!entry.value.is_scalar() || entry.value.is_null()) {
            findings.error(
                codes::wrong_type, entry.value.begin(),
                fmt::format("'{}' {}; {} is expected", key,
                            entry.value.is_null() ? "has no value" : fmt::format("is {}", entry.value.type_name()),
                            row->type == "integer" || row->type == "count" ? "a whole number" : "a text"),
                settings_hint);
        } else if (const auto fault = fault_of(*row, entry.value.text())) {
            findings.error(codes::bad_value, entry.value.begin(), *fault, settings_hint);
        } else {
            found.push_back({std::string(row->key), entry.value.text(), entry.value.begin()});
        }
    }
}

/// `store:` and `remotes:` of mlp.yaml, taken from their lines alone: settings are read by commands that must not pay
/// for a large pipeline. What is wrong with them is said when the whole file is read.
std::vector<FoundSetting> settings_of_project(const std::string& text, const std::string& name) {
    std::vector<FoundSetting> found;
    std::string blank;  // as many lines as come before, so that places are right
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view content = std::string_view(text).substr(at, end - at);
        std::size_t next = end + 1;
        std::vector<Problem> problems;
        Findings findings;
        if (content.starts_with("store:")) {
            const Yaml tree = base::parse_yaml(blank + std::string(content), name, problems);
            const Yaml* value = tree.find("store");
            if (value != nullptr && value->is_string() && !value->text().empty()) {
                found.push_back({"store", value->text(), value->begin()});
            }
        } else if (content.starts_with("remotes:")) {
            while (next < text.size() &&
                   (text[next] == ' ' || text[next] == '\n' || text[next] == '#' || text[next] == '\r')) {
                next = std::min(text.find('\n', next), text.size() - 1) + 1;
            }
            const Yaml tree = base::parse_yaml(blank + text.substr(at, next - at), name, problems);
            if (const Yaml* value = tree.find("remotes")) {
                for (FoundSetting& one : read_remotes(*value, true, findings)) found.push_back(std::move(one));
            }
        }
        for (; at < std::min(next, text.size()); ++at) {
            if (text[at] == '\n') blank += '\n';
        }
        at = next;
    }
    return found;
}

void put(std::vector<std::pair<std::string, Settings::Value>>& values, const std::string& key, Settings::Value value) {
    for (auto& [known, old] : values) {
        if (known == key) {
            old = std::move(value);
            return;
        }
    }
    values.emplace_back(key, std::move(value));
}

}  // namespace

std::span<const SettingRow> settings_table() { return table; }

std::optional<std::string> fault_of_value(std::string_view key, std::string_view text) {
    if (const SettingRow* const row = find_row(key)) return fault_of(*row, text);
    std::vector<std::string> names;
    for (const SettingRow& row : table) names.emplace_back(row.key);
    return fmt::format("there is no setting '{}'{}", base::printable(key), base::did_you_mean(std::string(key), names));
}

std::vector<FoundSetting> read_settings_file(const std::filesystem::path& file, const std::string& name,
                                             Findings& findings) {
    std::vector<FoundSetting> found;
    std::optional<std::string> text;
    try {
        text = base::read_file_if_exists(file);
    } catch (const Error& error) {
        findings.error(codes::unreadable, {name, 0, 0}, error.message(), error.hint_text());
    }
    if (!text) return found;
    std::vector<Problem> problems;
    const Yaml tree = base::parse_yaml(*text, name, problems);
    const bool failed = !problems.empty();
    findings.add_syntax(std::move(problems));
    if (failed || tree.is_null()) return found;
    if (!tree.is_map()) {
        findings.error(codes::wrong_type, tree.begin(),
                       fmt::format("the settings are {}; a map is expected", tree.type_name()), settings_hint);
        return found;
    }
    read_values(tree, "", findings, found);
    return found;
}

std::string_view level_name(Level level) {
    constexpr std::array<std::string_view, 6> names{"default", "system", "user", "project", "local", "environment"};
    return names[static_cast<std::size_t>(level)];
}

std::optional<std::filesystem::path> settings_file(Level level, const base::Env& env,
                                                   const std::optional<std::filesystem::path>& root) {
    if (level == Level::system) {
        const auto folder = env.variable("MLP_SYSTEM_CONFIG_DIR");  // as DVC_SYSTEM_CONFIG_DIR
        return std::filesystem::path(folder.value_or("/etc/mlp")) / "config.yaml";
    }
    if (level == Level::user) {
        const auto home = base::config_home(env);
        return home ? std::optional(*home / "config.yaml") : std::nullopt;
    }
    if (!root) return std::nullopt;
    if (level == Level::project) return *root / "mlp.yaml";
    if (level == Level::local) return *root / ".mlp" / "config.yaml";
    return std::nullopt;
}

std::vector<std::filesystem::path> settings_files(const base::Env& env,
                                                  const std::optional<std::filesystem::path>& root) {
    std::vector<std::filesystem::path> files;
    for (const Level level : {Level::system, Level::user, Level::local}) {
        if (auto file = settings_file(level, env, root)) files.push_back(std::move(*file));
    }
    return files;
}

void Settings::take_environment(const base::Env& env) {
    const auto refuse = [](const std::string& fault, std::string_view variable) {
        throw Error(Kind::invalid, fault)
            .at(fmt::format("environment {}", variable))
            .code(std::string(codes::bad_value));
    };
    for (const SettingRow& row : table) {
        const auto text = env.variable(row.variable);
        if (!text) continue;
        if (const auto fault = fault_of(row, *text)) refuse(*fault, row.variable);
        put(values_, std::string(row.key), {*text, fmt::format("environment {}", row.variable), Level::environment});
    }
    // A remote that some file names can be completed: MLP_REMOTES_STORE_PASSWORD.
    for (const auto& [name, remote] : remotes()) {
        for (const RemoteKey& key : remote_keys()) {
            std::string variable = fmt::format("MLP_REMOTES_{}_{}", name, key.name);
            for (char& c : variable) {
                c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c == '-' ? '_' : c;
            }
            const auto text = env.variable(variable);
            if (!text) continue;
            if (const auto fault = fault_of_remote(name, key.name, *text)) refuse(*fault, variable);
            put(values_, fmt::format("remotes.{}.{}", name, key.name),
                {*text, fmt::format("environment {}", variable), Level::environment});
        }
    }
}

Settings Settings::load(const base::Env& env, const std::optional<std::filesystem::path>& root) {
    Settings settings;
    for (const SettingRow& row : table) {
        if (!row.standard.empty()) put(settings.values_, std::string(row.key), {std::string(row.standard), "default"});
    }
    for (const Level level : {Level::system, Level::user, Level::project, Level::local}) {
        const auto file = settings_file(level, env, root);
        if (!file) continue;
        std::vector<FoundSetting> found;
        if (level == Level::project) {
            if (const auto text = base::read_file_if_exists(*file)) found = settings_of_project(*text, "mlp.yaml");
        } else {
            Findings findings;
            found = read_settings_file(*file, file->string(), findings);
            if (findings.size() > 0) {
                const Problem first = findings.take().front();
                // Whose file it is decides who may read it; their own settings serve everybody else.
                if (level == Level::system && first.code == codes::unreadable) continue;
                throw Error(Kind::invalid, first.message).at(first.place.to_string()).code(first.code).hint(first.hint);
            }
        }
        for (const FoundSetting& setting : found)
            put(settings.values_, setting.key, {setting.text, setting.place.to_string(), level, setting.place});
    }
    settings.take_environment(env);
    return settings;
}

std::map<std::string, Settings::Remote, std::less<>> Settings::remotes() const {
    constexpr std::string_view prefix = "remotes.";
    std::map<std::string, Remote, std::less<>> result;
    for (const auto& [key, value] : values_) {
        if (!key.starts_with(prefix)) continue;
        const auto dot = key.find('.', prefix.size());
        result[key.substr(prefix.size(), dot - prefix.size())][key.substr(dot + 1)] = value;
    }
    return result;
}

std::optional<Settings::Value> Settings::find(std::string_view key) const {
    if (find_row(key) == nullptr) throw Error(Kind::bug, fmt::format("there is no setting '{}'", key));
    for (const auto& [known, value] : values_) {
        if (known == key) return value;
    }
    return std::nullopt;
}

std::optional<std::string> Settings::text(std::string_view key) const {
    const auto value = find(key);
    return value ? std::optional(value->text) : std::nullopt;
}

std::optional<std::int64_t> Settings::integer(std::string_view key) const {
    const auto value = find(key);
    return value ? parse_integer(value->text) : std::nullopt;
}

}  // namespace mlp::config

// Settings of mlp itself: one table of keys, five levels, and where each value comes from.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/env.hpp"
#include "core/base/error.hpp"

namespace mlp::config {

struct SettingRow {
    std::string_view key;       ///< "store", "run.jobs", "cache.dir"
    std::string_view type;      ///< "text", "path", "integer" (at least 1), "count" (at least 0), "boolean"
    std::string_view standard;  ///< default as text; empty: none
    std::string_view variable;  ///< "MLP_RUN_JOBS"
    std::string_view help;
};

/// Where a value can stand, weakest first.
enum class Level { standard, system, user, project, local, environment };
std::string_view level_name(Level level);
/// The file of a level that has one: …/config.yaml, or mlp.yaml for `project`. Nothing without a home or a project.
std::optional<std::filesystem::path> settings_file(Level level, const base::Env& env,
                                                   const std::optional<std::filesystem::path>& root);

/// All settings: the one table that help, reference and `validate` read.
std::span<const SettingRow> settings_table();

/// /etc/mlp/config.yaml < $XDG_CONFIG_HOME/mlp/config.yaml < mlp.yaml < .mlp/config.yaml < environment. Files are read
/// when made; a wrong file is Error{invalid} with its place, an unknown key has a suggestion. A system's file that this
/// user may not read is passed over. MLP_SYSTEM_CONFIG_DIR stands for /etc/mlp.
class Settings {
public:
    struct Value {
        std::string text;
        std::string origin;  ///< "default", "environment MLP_STORE", or "file:line:column"
        Level level = Level::standard;
        Position place = {};  ///< in that file
    };
    using Remote = std::map<std::string, Value, std::less<>>;  ///< by key: "url", "endpointurl", "default" …
    static Settings load(const base::Env& env, const std::optional<std::filesystem::path>& root);

    /// Error{bug} for a key that is not in the table.
    std::optional<Value> find(std::string_view key) const;
    std::optional<std::string> text(std::string_view key) const;
    std::optional<std::int64_t> integer(std::string_view key) const;
    /// Everything that is set, defaults too, and "remotes.NAME.KEY".
    const std::vector<std::pair<std::string, Value>>& values() const { return values_; }
    /// `remotes:` of all levels together, by name.
    std::map<std::string, Remote, std::less<>> remotes() const;

private:
    void take_environment(const base::Env& env);
    std::vector<std::pair<std::string, Value>> values_;
};

}  // namespace mlp::config

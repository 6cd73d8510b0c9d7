#include "core/config/settings_edit.hpp"

#include <fmt/format.h>

#include "core/base/io.hpp"
#include "core/base/public_file.hpp"
#include "core/base/text.hpp"
#include "core/base/yaml.hpp"
#include "core/config/remote_keys.hpp"
#include "core/config/settings_file.hpp"
#include "core/config/yaml_edit.hpp"

namespace mlp::config {

namespace fs = std::filesystem;
using base::Json;

namespace {

constexpr std::string_view remotes_prefix = "remotes.";
constexpr unsigned private_mode = 0600;  // what is local or the user's may be a secret

std::vector<std::string> steps_of(std::string_view key) {
    std::vector<std::string> steps;
    while (true) {
        const auto dot = key.find('.');
        steps.emplace_back(key.substr(0, dot));
        if (dot == std::string_view::npos) return steps;
        key.remove_prefix(dot + 1);
    }
}

/// As YAML types it: 4 and true without quotes, all else a text.
Json typed(std::string_view text) {
    const base::Yaml::Type type = base::plain_scalar_type(text);
    const bool keeps_type =
        type == base::Yaml::Type::boolean || type == base::Yaml::Type::integer || type == base::Yaml::Type::real;
    return keeps_type ? base::parse_yaml_or_throw(text, "value").to_json() : Json(text);
}

/// The url of a remote that is written as "store: s3://…", short for "store: {url: s3://…}".
std::optional<std::string> short_url(const std::string& text, const fs::path& file,
                                     const std::vector<std::string>& steps) {
    if (steps.size() != 3) return std::nullopt;
    const base::Yaml tree = base::parse_yaml_or_throw(text, file.string());
    const base::Yaml* const remotes = tree.find(steps[0]);
    const base::Yaml* const remote = remotes != nullptr ? remotes->find(steps[1]) : nullptr;
    return remote != nullptr && remote->is_string() ? std::optional(remote->text()) : std::nullopt;
}

fs::path file_for(Level level, const base::Env& env, const std::optional<fs::path>& root) {
    const auto file = settings_file(level, env, root);
    if (file) return *file;
    if (level == Level::environment || level == Level::standard) {
        throw Error(Kind::usage, fmt::format("the level '{}' has no file that could be changed", level_name(level)))
            .hint("choose system, user, project or local");
    }
    throw Error(Kind::usage, level == Level::user ? "there is no home folder for the user's settings"
                                                  : fmt::format("there is no project here, so there is no level '{}'",
                                                                level_name(level)))
        .hint(level == Level::user ? "set HOME or XDG_CONFIG_HOME" : "use --user, or go into a project");
}

/// What the system says is of no use unless everybody can read it.
void write(const fs::path& file, const std::string& text, Level level) {
    if (level == Level::system) {
        base::replace_public_file(file, text);
    } else {
        base::replace_file(file, text, private_mode);
    }
}

/// For a secret at a level whose file others read; nothing where it is welcome.
std::optional<Error> fault_of_secret(std::string_view key, Level level) {
    if (level == Level::project)
        return Error(Kind::usage, fmt::format("'{}' is a secret, and mlp.yaml is committed", key))
            .hint("set it with --local (the project's .mlp/config.yaml, which git ignores) or --user");
    if (level == Level::system)
        return Error(Kind::usage, fmt::format("'{}' is a secret, and every user reads the system's file", key))
            .hint("set it with --local or --user");
    return std::nullopt;
}

}  // namespace

std::optional<Error> fault_of_setting(std::string_view key, std::string_view text, Level level) {
    if (key.starts_with(remotes_prefix)) {
        const auto steps = steps_of(key);
        if (steps.size() != 3 || steps[1].empty()) {
            return Error(Kind::usage, fmt::format("'{}' names no setting of a remote", base::printable(key)))
                .hint("write remotes.NAME.KEY");
        }
        if (const auto fault = fault_of_remote(steps[1], steps[2], text)) return Error(Kind::usage, *fault);
        if (is_secret_setting(key) || (steps[2] == "url" && has_password(text))) return fault_of_secret(key, level);
        return std::nullopt;
    }
    if (auto fault = fault_of_value(key, text)) return Error(Kind::usage, *fault);
    if (level == Level::project && key != "store") {
        return Error(Kind::usage, fmt::format("'{}' is no setting of mlp.yaml", key))
            .hint("set it with --local for this project on this machine, or with --user");
    }
    return std::nullopt;
}

fs::path set_setting(std::string_view key, std::string_view text, Level level, const base::Env& env,
                     const std::optional<fs::path>& root) {
    const fs::path file = file_for(level, env, root);
    if (auto fault = fault_of_setting(key, text, level)) throw *fault;
    const auto before = base::read_file_if_exists(file);
    if (!before && level == Level::project) {
        throw Error(Kind::missing, "this project has no mlp.yaml").at(file.string()).hint("set it with --local");
    }
    std::string text_before = before.value_or("");
    std::vector<std::string> steps = steps_of(key);
    if (const auto url = short_url(text_before, file, steps)) {
        if (steps[2] == "url") {
            steps.pop_back();
        } else {
            const std::vector<std::string> remote{steps[0], steps[1]};
            text_before = without_yaml_key(text_before, file.string(), remote);
            text_before = with_yaml_value(text_before, file.string(), {steps[0], steps[1], "url"}, Json(*url));
        }
    }
    write(file, with_yaml_value(text_before, file.string(), steps, typed(text)), level);
    return file;
}

bool unset_setting(std::string_view key, Level level, const base::Env& env, const std::optional<fs::path>& root) {
    const fs::path file = file_for(level, env, root);
    const auto before = base::read_file_if_exists(file);
    if (!before) return false;
    std::vector<std::string> steps = steps_of(key);
    std::string after = without_yaml_key(*before, file.string(), steps);
    if (after == *before && steps.size() == 3 && steps[2] == "url") {
        steps.pop_back();
        after = without_yaml_key(*before, file.string(), steps);
    }
    if (after == *before) return false;
    write(file, after, level);
    return true;
}

}  // namespace mlp::config

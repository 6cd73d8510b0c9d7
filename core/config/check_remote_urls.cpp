#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/config/codes.hpp"
#include "core/config/settings.hpp"
#include "core/config/settings_file.hpp"

namespace mlp::config {

namespace {

std::optional<Settings> load_if_right(const base::Env& env, const std::filesystem::path& root) {
    try {
        return Settings::load(env, root);
    } catch (const Error& error) {
        if (error.kind() != Kind::invalid) throw;
        return std::nullopt;  // what is wrong in one file has been told of that file
    }
}

/// The first key of a remote at a level, or nothing.
const Settings::Value* first_at(const Settings::Remote& remote, Level level) {
    const auto found =
        std::find_if(remote.begin(), remote.end(), [&](const auto& one) { return one.second.level == level; });
    return found == remote.end() ? nullptr : &found->second;
}

}  // namespace

void check_remote_urls(const base::Env& env, const std::filesystem::path& root, Findings& findings) {
    const auto settings = load_if_right(env, root);
    if (!settings) return;
    for (const auto& [name, remote] : settings->remotes()) {
        if (remote.contains("url")) continue;
        const std::string message = fmt::format("remote '{}' has no 'url'", name);
        const std::string hint = fmt::format("`mlp config set remotes.{}.url URL`, or take it out", name);
        if (const auto* const key = first_at(remote, Level::project)) {
            findings.error(codes::missing_key, key->place, message, hint);
        } else if (const auto* const local = first_at(remote, Level::local)) {
            Position place = local->place;
            place.file = ".mlp/config.yaml";
            findings.warning(codes::missing_key, place, message, hint);
        }
    }
}

}  // namespace mlp::config

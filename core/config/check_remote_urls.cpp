#include <fmt/format.h>

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

}  // namespace

void check_remote_urls(const base::Env& env, const std::filesystem::path& root, Findings& findings) {
    const auto settings = load_if_right(env, root);
    if (!settings) return;
    for (const auto& [name, remote] : settings->remotes()) {
        if (remote.contains("url")) continue;
        const auto& first = remote.begin()->second;
        Position place = first.place;
        if (first.level == Level::local) place.file = ".mlp/config.yaml";
        findings.error(codes::missing_key, place, fmt::format("remote '{}' has no 'url'", name),
                       fmt::format("`mlp config set remotes.{}.url URL`, or take it out", name));
    }
}

}  // namespace mlp::config

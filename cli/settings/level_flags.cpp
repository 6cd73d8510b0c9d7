#include "cli/settings/level_flags.hpp"

#include "core/base/error.hpp"

namespace mlp::cli {

std::optional<config::Level> LevelFlags::chosen() const {
    if (system + user + project + local > 1) {
        throw Error(Kind::usage, "--system, --user, --project and --local exclude each other")
            .hint("choose one of them");
    }
    if (system) return config::Level::system;
    if (user) return config::Level::user;
    if (project) return config::Level::project;
    if (local) return config::Level::local;
    return std::nullopt;
}

void add_level_flags(std::vector<Argument>& arguments, LevelFlags& flags) {
    arguments.push_back({"--system", "Settings of this machine", &flags.system});
    arguments.push_back({"--user", "Settings of this user in all projects", &flags.user});
    arguments.push_back(
        {"--project", "Settings of the project, committed to git (default where it can hold them)", &flags.project});
    arguments.push_back(
        {"--local", "Settings of the project on this machine alone, ignored by git: secrets go here", &flags.local});
    arguments.push_back({.name = "--global", .help = "As --user", .target = &flags.user, .hidden = true});
}

}  // namespace mlp::cli

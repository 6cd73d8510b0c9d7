// The flags that choose whose settings are meant: --system, --user, --project, --local.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "cli/command.hpp"
#include "core/config/settings.hpp"

namespace mlp::cli {

struct LevelFlags {
    bool system = false;
    bool user = false;
    bool project = false;
    bool local = false;

    /// More than one: Error{usage}.
    std::optional<config::Level> chosen() const;
};

/// The four flags, and --global as DVC and git call the user's.
void add_level_flags(std::vector<Argument>& arguments, LevelFlags& flags);

}  // namespace mlp::cli

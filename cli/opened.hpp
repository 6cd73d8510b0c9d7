// What an invocation has opened so far: the project, settings and stores, each at most once.
#pragma once

#include <filesystem>
#include <optional>

#include "cli/invocation.hpp"
#include "core/config/project.hpp"
#include "core/config/settings.hpp"
#include "core/data/object_store.hpp"
#include "core/store/store.hpp"

namespace mlp::cli {

struct Invocation::Opened {
    bool looked_for_root = false;
    std::optional<std::filesystem::path> root;
    std::optional<config::Settings> settings;
    std::optional<config::Project> project;
    std::optional<store::Location> location;
    std::optional<store::Store> store;
    std::optional<data::ObjectStore> objects;
};

}  // namespace mlp::cli

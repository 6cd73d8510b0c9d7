// Where a store lives: MLP_STORE, the setting, the project, the user.
#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/store/store.hpp"

namespace mlp::store {
namespace {

namespace fs = std::filesystem;

/// "sqlite:///abs", "sqlite:rel", "sqlite://rel" and plain paths give the path; other schemes are refused.
std::string path_of(const std::string& value, const std::string& place) {
    constexpr std::string_view scheme = "sqlite:";
    if (value.starts_with(scheme)) {
        std::string path = value.substr(scheme.size());
        // As in the SQLAlchemy URIs that people know: the third slash begins the path.
        if (path.starts_with("//")) path = path.substr(2);
        while (path.starts_with("//")) path = path.substr(1);
        if (path.empty() || path == "/") {
            throw Error(Kind::usage, fmt::format("'{}' names no file", value))
                .at(place)
                .hint("write sqlite:///folder/store.db, or just the path");
        }
        return path;
    }
    if (const auto colon = value.find("://"); colon != std::string::npos) {
        throw Error(Kind::usage,
                    fmt::format("a store at '{}' is not supported: this version keeps its store in a file", value))
            .at(place)
            .hint("name a path on a local disk, e.g. /srv/mlp/store.db");
    }
    return value;
}

Location at_path(const fs::path& base, const std::string& value, Location::Origin origin, const std::string& place) {
    const std::string path = path_of(value, place);
    fs::path database = (base / path).lexically_normal();
    std::error_code ignored;
    // The project's own place is a file; a folder there is an error that opening it tells.
    const bool may_be_folder = origin == Location::Origin::variable || origin == Location::Origin::settings;
    if (path.ends_with('/') || (may_be_folder && fs::is_directory(database, ignored))) database /= "store.db";
    database = database.lexically_normal();
    return {.database = database, .objects = database.parent_path() / "objects", .origin = origin};
}

}  // namespace

Location locate(const base::Env& env, const std::optional<fs::path>& root,
                const std::optional<std::string>& configured) {
    if (const auto named = env.variable("MLP_STORE")) {
        return at_path(env.working_directory, *named, Location::Origin::variable, "environment MLP_STORE");
    }
    if (configured && !configured->empty()) {
        // A relative path in the settings means the same place from every folder of the project.
        return at_path(root.value_or(env.working_directory), *configured, Location::Origin::settings, "setting store");
    }
    if (root) return at_path(*root, ".mlp/store.db", Location::Origin::project, "");
    if (const auto home = base::data_home(env)) return at_path(*home, "store.db", Location::Origin::user, "");
    throw Error(Kind::usage, "there is no place for a store: no project here, no home folder, and none is named")
        .hint("go into a project (`mlp init` makes one), or set MLP_STORE to a path, e.g. MLP_STORE=./store.db");
}

}  // namespace mlp::store

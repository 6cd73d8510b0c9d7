// The lazy half of Invocation: everything that touches the project's files or the stores.
#include <fmt/format.h>

#include "cli/opened.hpp"
#include "core/base/path.hpp"

namespace mlp::cli {
namespace {

namespace fs = std::filesystem;

/// MLP_PROJECT means the folder it names, not one above it.
fs::path named_root(const base::Env& env, const std::string& value) {
    const fs::path folder = (env.working_directory / value).lexically_normal();
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        throw Error(Kind::missing, fmt::format("the project folder '{}' does not exist", value))
            .at("environment MLP_PROJECT")
            .hint("set MLP_PROJECT to a folder with an mlp.yaml, or unset it");
    }
    return folder;
}

std::string_view origin_text(store::Location::Origin origin) {
    switch (origin) {
        case store::Location::Origin::project:
            return "the project's own";
        case store::Location::Origin::variable:
            return "named by MLP_STORE";
        case store::Location::Origin::settings:
            return "named by the settings";
        case store::Location::Origin::user:
            return "the user's own";
    }
    return "";
}

}  // namespace

std::optional<fs::path> Invocation::find_root() {
    if (!opened_->looked_for_root) {
        const auto named = env_.variable("MLP_PROJECT");
        opened_->root = named ? named_root(env_, *named) : config::find_root(folder());
        opened_->looked_for_root = true;
    }
    return opened_->root;
}

const fs::path& Invocation::root() {
    if (!find_root()) {
        const fs::path file = folder() / "mlp.yaml";
        std::error_code error;
        if (fs::symlink_status(file, error).type() != fs::file_type::not_found && !fs::is_regular_file(file, error)) {
            throw Error(Kind::missing, "mlp.yaml is not a file that can be read, so there is no project here")
                .at(file.string())
                .hint("a folder, a broken link or a pipe has its name: move it away, or `mlp init` elsewhere");
        }
        throw Error(Kind::missing, fmt::format("no project here: neither '{}' nor a folder above it is a project",
                                               folder().string()))
            .hint("a project has an mlp.yaml, a dvc.yaml or a folder .dvc; `mlp init` makes one; `-C DIR` or MLP_PROJECT names one elsewhere");
    }
    return *opened_->root;
}

const config::Settings& Invocation::settings() {
    if (!opened_->settings) opened_->settings = config::Settings::load(env_, find_root());
    return *opened_->settings;
}

const config::Project& Invocation::project() {
    if (!opened_->project) opened_->project = config::load_project_or_throw(root());
    return *opened_->project;
}

store::Store& Invocation::store() {
    if (!opened_->store) {
        if (!opened_->location) opened_->location = store::locate(env_, find_root(), settings().text("store"));
        const store::Location& location = *opened_->location;
        if (location.origin == store::Location::Origin::user) {
            note(fmt::format("no project here: using the user's own store {}", location.database.string()));
        }
        detail(fmt::format("store: {} ({})", location.database.string(), origin_text(location.origin)));
        opened_->store = store::Store::open(location, env_);
    }
    return *opened_->store;
}

data::ObjectStore& Invocation::objects() {
    if (!opened_->objects) {
        if (!opened_->location) opened_->location = store::locate(env_, find_root(), settings().text("store"));
        opened_->objects.emplace(opened_->location->objects);
    }
    return *opened_->objects;
}

}  // namespace mlp::cli

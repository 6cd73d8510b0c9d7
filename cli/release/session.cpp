#include "cli/release/session.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/config/settings.hpp"

namespace mlp::cli {

namespace {

bool exists_but_cannot_be_written(const std::filesystem::path& database) {
    if (::access(database.c_str(), F_OK) != 0) return false;
    return ::access(database.c_str(), W_OK) != 0 || ::access(database.parent_path().c_str(), W_OK | X_OK) != 0;
}

template <class Item>
std::vector<std::string> names_of(const std::vector<Item>& items) {
    std::vector<std::string> names;
    for (const Item& item : items) names.push_back(item.name);
    return names;
}

template <class Item>
const Item& find_declared(const std::vector<Item>& items, std::string_view kind, std::string_view section,
                          const std::string& name) {
    for (const Item& item : items) {
        if (item.name == name) return item;
    }
    const auto names = names_of(items);
    throw Error(Kind::missing, fmt::format("the project declares no {} '{}'{}", kind, base::printable(name),
                                           base::did_you_mean(name, names)))
        .at("mlp.yaml")
        .hint(names.empty() ? fmt::format("declare it under `{}:` in mlp.yaml", section)
                            : fmt::format("declared under `{}:`: {}", section, fmt::join(names, ", ")));
}

}  // namespace

RegistrySession::RegistrySession(Invocation& call, Use use) {
    if (use == Use::read) {
        const auto location = store::locate(call.env(), call.find_root(), call.settings().text("store"));
        if (exists_but_cannot_be_written(location.database)) {
            read_only_ = store::Store::open(location, call.env(), store::Access::read_only);
        }
    }
    store_ = read_only_ ? &*read_only_ : &call.store();
    registry_ = registry::open_registry(*store_);
}

const config::Model& declared_model(Invocation& call, const std::optional<std::string>& name) {
    const auto& models = call.project().models;
    if (name) return find_declared(models, "model", "models", *name);
    if (models.empty()) {
        throw Error(Kind::missing, "the project declares no model")
            .at(call.project().file)
            .hint("declare one under `models:` in mlp.yaml, or register a file: `mlp model push NAME --path FILE`");
    }
    if (models.size() > 1) {
        throw Error(Kind::usage, "the project has several models: which one?")
            .hint(fmt::format("name one of: {}", fmt::join(names_of(models), ", ")));
    }
    return models.front();
}

const config::Environment& declared_environment(Invocation& call, const std::string& name) {
    return find_declared(call.project().environments, "environment", "environments", name);
}

void check_text(const std::string& text, std::string_view flag) {
    if (!base::invalid_utf8(text)) return;
    throw Error(Kind::usage, fmt::format("the value of {} is not valid UTF-8: '{}'", flag, base::printable(text)));
}

}  // namespace mlp::cli

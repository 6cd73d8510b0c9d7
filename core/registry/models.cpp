// Registered models: making, finding, renaming, describing, deleting, tags.
#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/registry/names.hpp"
#include "core/registry/sqlite_registry.hpp"
#include "core/store/audit.hpp"

namespace mlp::registry {

std::unique_ptr<ModelRegistry> open_registry(store::Store& store) { return std::make_unique<SqliteRegistry>(store); }

std::optional<std::int64_t> SqliteRegistry::find_id(const std::string& name) {
    auto& statement = db().cached("SELECT id FROM registered_models WHERE name = ?").bind(name);
    const auto row = statement.step();
    const auto id = row ? std::optional(row->get<std::int64_t>(0)) : std::nullopt;
    statement.reset();
    return id;
}

std::int64_t SqliteRegistry::id_of(const std::string& name) {
    if (const auto id = find_id(name)) return *id;
    std::vector<std::string> names;
    auto statement = db().prepare("SELECT name FROM registered_models ORDER BY name LIMIT 1000");
    while (const auto row = statement.step()) names.push_back(row->get<std::string>(0));
    Error error(Kind::missing, fmt::format("there is no registered model '{}'{}", base::printable(name),
                                           base::did_you_mean(name, names)));
    error.hint(names.empty() ? "nothing is registered in this store yet: `mlp model push` makes the first version"
                             : "`mlp model list` shows what is registered");
    throw error;
}

std::int64_t SqliteRegistry::insert_model(const std::string& name, const std::string& description) {
    db().cached(
            "INSERT INTO registered_models (name, description, creation_time, last_updated_time) VALUES (?, ?, ?, ?)")
        .bind(name, description, now(), now())
        .run();
    const auto id = db().last_insert_id();
    store::append_audit(store_, "model.create", name, nullptr, {{"name", name}, {"description", description}});
    return id;
}

void SqliteRegistry::touch(std::int64_t id) {
    db().cached("UPDATE registered_models SET last_updated_time = ? WHERE id = ?").bind(now(), id).run();
}

RegisteredModel SqliteRegistry::create_model(const std::string& name, const std::vector<Tag>& tags,
                                             const std::string& description) {
    check_model_name(name);
    for (const Tag& tag : tags) check_tag_key(tag.key);
    base::Transaction transaction(db());
    if (find_id(name)) {
        throw Error(Kind::conflict, fmt::format("a registered model '{}' exists already", name))
            .hint("choose another name, or push further versions to it");
    }
    const auto id = insert_model(name, description);
    for (const Tag& tag : tags) {
        db().cached("INSERT OR REPLACE INTO registered_model_tags (model, key, value) VALUES (?, ?, ?)")
            .bind(id, tag.key, tag.value)
            .run();
    }
    RegisteredModel model = load_model(id, name);
    transaction.commit();
    return model;
}

RegisteredModel SqliteRegistry::load_model(std::int64_t id, const std::string& name) {
    RegisteredModel model;
    model.name = name;
    auto& row_of =
        db().cached("SELECT description, creation_time, last_updated_time FROM registered_models WHERE id = ?")
            .bind(id);
    if (const auto row = row_of.step()) {
        model.description = row->get<std::string>(0);
        model.creation_time = row->get<std::int64_t>(1);
        model.last_updated_time = row->get<std::int64_t>(2);
    }
    row_of.reset();
    auto& tags = db().cached("SELECT key, value FROM registered_model_tags WHERE model = ? ORDER BY key").bind(id);
    while (const auto row = tags.step()) model.tags.push_back({row->get<std::string>(0), row->get<std::string>(1)});
    auto& aliases = db().cached("SELECT alias, version FROM model_aliases WHERE model = ? ORDER BY alias").bind(id);
    while (const auto row = aliases.step()) {
        model.aliases.emplace_back(row->get<std::string>(0), row->get<std::int64_t>(1));
    }
    model.latest_versions = latest_versions(id, name);
    return model;
}

std::vector<ModelVersion> SqliteRegistry::latest_versions(std::int64_t id, const std::string& name) {
    std::vector<std::int64_t> numbers;
    auto& statement =
        db().cached("SELECT max(version) FROM model_versions WHERE model = ? GROUP BY stage ORDER BY stage").bind(id);
    while (const auto row = statement.step()) numbers.push_back(row->get<std::int64_t>(0));
    std::vector<ModelVersion> versions;
    for (const auto number : numbers) {
        if (auto version = load_version(id, name, number, false)) versions.push_back(std::move(*version));
    }
    return versions;
}

std::optional<RegisteredModel> SqliteRegistry::find_model(const std::string& name) {
    const auto id = find_id(name);
    return id ? std::optional(load_model(*id, name)) : std::nullopt;
}

void SqliteRegistry::rename_model(const std::string& name, const std::string& new_name) {
    check_model_name(new_name);
    base::Transaction transaction(db());
    const auto id = id_of(name);
    if (name != new_name && find_id(new_name)) {
        throw Error(Kind::conflict, fmt::format("cannot rename model '{}': '{}' exists already", name, new_name));
    }
    db().cached("UPDATE registered_models SET name = ? WHERE id = ?").bind(new_name, id).run();
    touch(id);
    store::append_audit(store_, "model.rename", new_name, {{"name", name}}, {{"name", new_name}});
    transaction.commit();
}

void SqliteRegistry::describe_model(const std::string& name, const std::string& description) {
    base::Transaction transaction(db());
    const auto id = id_of(name);
    const auto before = load_model(id, name).description;
    db().cached("UPDATE registered_models SET description = ? WHERE id = ?").bind(description, id).run();
    touch(id);
    store::append_audit(store_, "model.describe", name, {{"description", before}}, {{"description", description}});
    transaction.commit();
}

void SqliteRegistry::delete_model(const std::string& name) {
    base::Transaction transaction(db());
    const auto id = id_of(name);
    Json versions = Json::array();
    auto& statement =
        db().cached("SELECT version, digest FROM model_versions WHERE model = ? ORDER BY version").bind(id);
    while (const auto row = statement.step()) {
        versions.push_back({{"version", row->get<std::int64_t>(0)}, {"digest", row->get<std::string>(1)}});
    }
    db().cached("DELETE FROM registered_models WHERE id = ?").bind(id).run();
    store::append_audit(store_, "model.delete", name, {{"name", name}, {"versions", std::move(versions)}}, nullptr);
    transaction.commit();
}

void SqliteRegistry::set_model_tag(const std::string& name, const Tag& tag) {
    check_tag_key(tag.key);
    base::Transaction transaction(db());
    const auto id = id_of(name);
    auto& statement =
        db().cached("SELECT value FROM registered_model_tags WHERE model = ? AND key = ?").bind(id, tag.key);
    const auto row = statement.step();
    const Json before = row ? Json{{tag.key, row->get<std::string>(0)}} : Json();
    statement.reset();
    db().cached("INSERT OR REPLACE INTO registered_model_tags (model, key, value) VALUES (?, ?, ?)")
        .bind(id, tag.key, tag.value)
        .run();
    touch(id);
    store::append_audit(store_, "model.tag.set", name, before, {{tag.key, tag.value}});
    transaction.commit();
}

void SqliteRegistry::delete_model_tag(const std::string& name, const std::string& key) {
    base::Transaction transaction(db());
    const auto id = id_of(name);
    db().cached("DELETE FROM registered_model_tags WHERE model = ? AND key = ?").bind(id, key).run();
    if (db().changes() > 0) {
        touch(id);
        store::append_audit(store_, "model.tag.delete", name, {{"key", key}}, nullptr);
    }
    transaction.commit();
}

}  // namespace mlp::registry

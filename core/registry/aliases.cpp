// Aliases: names that point to one version and may be moved.
#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/registry/names.hpp"
#include "core/registry/sqlite_registry.hpp"
#include "core/store/audit.hpp"

namespace mlp::registry {

std::optional<std::int64_t> SqliteRegistry::find_alias(const std::string& name, const std::string& alias) {
    auto& statement = db().cached(
                              "SELECT a.version FROM model_aliases a JOIN registered_models m ON m.id = a.model "
                              "WHERE m.name = ? AND a.alias = ?")
                          .bind(name, alias);
    const auto row = statement.step();
    const auto version = row ? std::optional(row->get<std::int64_t>(0)) : std::nullopt;
    statement.reset();
    return version;
}

Error SqliteRegistry::no_alias(std::int64_t id, const std::string& name, const std::string& alias) {
    std::vector<std::string> known;
    auto& statement = db().cached("SELECT alias FROM model_aliases WHERE model = ? ORDER BY alias").bind(id);
    while (const auto row = statement.step()) known.push_back(row->get<std::string>(0));
    return Error(Kind::missing, fmt::format("model '{}' has no alias '{}'{}", name, base::printable(alias),
                                            base::did_you_mean(alias, known)))
        .hint(known.empty() ? fmt::format("it has no aliases: `mlp model alias {} ALIAS VERSION` makes one", name)
                            : fmt::format("it has: {}", fmt::join(known, ", ")));
}

void SqliteRegistry::set_alias(const std::string& name, const std::string& alias, std::int64_t version) {
    check_alias(alias);
    base::Transaction transaction(db());
    const auto id = id_of(name);
    version_id_of(id, name, version);
    const auto before = find_alias(name, alias);
    if (before == version) return;
    db().cached("INSERT OR REPLACE INTO model_aliases (model, alias, version) VALUES (?, ?, ?)")
        .bind(id, alias, version)
        .run();
    touch(id);
    store::append_audit(store_, "model.alias.set", name, before ? Json{{alias, *before}} : Json(), {{alias, version}});
    transaction.commit();
}

void SqliteRegistry::delete_alias(const std::string& name, const std::string& alias) {
    base::Transaction transaction(db());
    const auto id = id_of(name);
    const auto before = find_alias(name, alias);
    if (!before) throw no_alias(id, name, alias);
    db().cached("DELETE FROM model_aliases WHERE model = ? AND alias = ?").bind(id, alias).run();
    touch(id);
    store::append_audit(store_, "model.alias.delete", name, {{alias, *before}}, nullptr);
    transaction.commit();
}

}  // namespace mlp::registry

// What may change about a version: description, stage, tags, verdicts; and that it goes away.
#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/registry/names.hpp"
#include "core/registry/sqlite_registry.hpp"
#include "core/store/audit.hpp"

namespace mlp::registry {

namespace {

std::string subject(const std::string& name, std::int64_t version) { return fmt::format("{}/{}", name, version); }

std::optional<std::string> text_of(const std::optional<double>& number) {
    return number ? std::optional(base::number_text(*number)) : std::nullopt;
}

}  // namespace

void SqliteRegistry::touch(std::int64_t id, std::int64_t version) {
    db().cached("UPDATE model_versions SET last_updated_time = ? WHERE model = ? AND version = ?")
        .bind(now(), id, version)
        .run();
    touch(id);
}

void SqliteRegistry::describe_version(const std::string& name, std::int64_t version, const std::string& description) {
    base::Transaction transaction(db());
    const auto id = id_of(name);
    const auto found = load_version(id, name, version, false);
    if (!found) throw no_version(id, name, version);
    db().cached("UPDATE model_versions SET description = ? WHERE model = ? AND version = ?")
        .bind(description, id, version)
        .run();
    touch(id, version);
    store::append_audit(store_, "model.version.describe", subject(name, version), {{"description", found->description}},
                        {{"description", description}});
    transaction.commit();
}

void SqliteRegistry::delete_version(const std::string& name, std::int64_t version) {
    base::Transaction transaction(db());
    const auto id = id_of(name);
    const auto found = load_version(id, name, version, false);
    if (!found) throw no_version(id, name, version);
    db().cached("DELETE FROM model_versions WHERE model = ? AND version = ?").bind(id, version).run();
    touch(id);
    store::append_audit(store_, "model.version.delete", subject(name, version),
                        {{"digest", found->digest},
                         {"run_id", found->run_id},
                         {"source", found->source},
                         {"stage", found->stage},
                         {"aliases", found->aliases}},
                        nullptr);
    transaction.commit();
}

void SqliteRegistry::transition_stage(const std::string& name, std::int64_t version, const std::string& stage,
                                      bool archive_existing) {
    const std::string to = canonical_stage(stage);
    if (archive_existing && to != "Staging" && to != "Production") {
        throw Error(Kind::invalid,
                    fmt::format("existing versions can be archived only when moving to Staging or Production, "
                                "not to {}",
                                to));
    }
    base::Transaction transaction(db());
    const auto id = id_of(name);
    const auto found = load_version(id, name, version, false);
    if (!found) throw no_version(id, name, version);
    Json archived = Json::array();
    if (archive_existing) {
        auto others = db().prepare("SELECT version FROM model_versions WHERE model = ? AND stage = ? AND version <> ?");
        others.bind(id, to, version);
        while (const auto row = others.step()) archived.push_back(row->get<std::int64_t>(0));
    }
    for (const Json& other : archived) {
        const auto number = other.get<std::int64_t>();
        db().cached("UPDATE model_versions SET stage = 'Archived' WHERE model = ? AND version = ?")
            .bind(id, number)
            .run();
        touch(id, number);
    }
    db().cached("UPDATE model_versions SET stage = ? WHERE model = ? AND version = ?").bind(to, id, version).run();
    touch(id, version);
    store::append_audit(store_, "model.version.stage", subject(name, version), {{"stage", found->stage}},
                        {{"stage", to}, {"archived", std::move(archived)}});
    transaction.commit();
}

void SqliteRegistry::set_version_tag(const std::string& name, std::int64_t version, const Tag& tag) {
    check_tag_key(tag.key);
    base::Transaction transaction(db());
    const auto id = id_of(name);
    const auto version_id = version_id_of(id, name, version);
    auto& statement =
        db().cached("SELECT value FROM model_version_tags WHERE version_id = ? AND key = ?").bind(version_id, tag.key);
    const auto row = statement.step();
    const Json before = row ? Json{{tag.key, row->get<std::string>(0)}} : Json();
    statement.reset();
    db().cached("INSERT OR REPLACE INTO model_version_tags (version_id, key, value) VALUES (?, ?, ?)")
        .bind(version_id, tag.key, tag.value)
        .run();
    touch(id, version);
    store::append_audit(store_, "model.version.tag.set", subject(name, version), before, {{tag.key, tag.value}});
    transaction.commit();
}

void SqliteRegistry::delete_version_tag(const std::string& name, std::int64_t version, const std::string& key) {
    base::Transaction transaction(db());
    const auto id = id_of(name);
    const auto version_id = version_id_of(id, name, version);
    db().cached("DELETE FROM model_version_tags WHERE version_id = ? AND key = ?").bind(version_id, key).run();
    if (db().changes() > 0) {
        touch(id, version);
        store::append_audit(store_, "model.version.tag.delete", subject(name, version), {{"key", key}}, nullptr);
    }
    transaction.commit();
}

void SqliteRegistry::put_gate_results(const std::string& name, std::int64_t version,
                                      const std::vector<GateResult>& results) {
    if (results.empty()) return;
    base::Transaction transaction(db());
    const auto id = id_of(name);
    const auto version_id = version_id_of(id, name, version);
    auto& newest =
        db().cached("SELECT coalesce(max(evaluation), 0) FROM gate_results WHERE version_id = ?").bind(version_id);
    const auto row = newest.step();
    const auto evaluation = row->get<std::int64_t>(0) + 1;
    newest.reset();
    std::int64_t position = 0;
    Json verdicts = Json::object();
    for (const GateResult& result : results) {
        db().cached(
                "INSERT INTO gate_results (version_id, evaluation, position, gate, metric, passed, value, "
                "threshold, "
                "champion_version, reason, time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(version_id, evaluation, position++, result.gate, result.metric, result.passed, text_of(result.value),
                  text_of(result.threshold), result.champion_version, result.reason, result.time)
            .run();
        verdicts[result.gate] = result.passed ? "passed" : result.reason;
    }
    store::append_audit(store_, "model.version.gates", subject(name, version), nullptr, std::move(verdicts));
    transaction.commit();
}

}  // namespace mlp::registry

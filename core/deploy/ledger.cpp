#include "core/deploy/ledger.hpp"

#include <fmt/format.h>

#include "core/store/store.hpp"

namespace mlp::deploy {

namespace {

constexpr std::string_view columns =
    "r.target, r.place, r.number, r.environment, r.project, r.action, r.release, r.model, r.version, r.digest, r.time, "
    "r.actor, "
    "r.reason";

LedgerRow row_of(const base::Row& row) {
    LedgerRow result;
    result.target = row.get<std::string>(0);
    result.place = row.get<std::string>(1);
    result.entry.number = row.get<std::int64_t>(2);
    result.entry.environment = row.get<std::string>(3);
    result.entry.project = row.get<std::string>(4);
    result.entry.action = row.get<std::string>(5);
    result.entry.release = row.get<std::string>(6);
    result.entry.model = row.get<std::string>(7);
    result.entry.version = row.get<std::int64_t>(8);
    result.entry.digest = row.get<std::string>(9);
    result.entry.time = row.get<std::int64_t>(10);
    result.entry.actor = row.get<std::string>(11);
    result.entry.reason = row.get<std::string>(12);
    return result;
}

std::vector<LedgerRow> collect(base::Statement& statement) {
    std::vector<LedgerRow> rows;
    while (const auto row = statement.step()) rows.push_back(row_of(*row));
    return rows;
}

/// Of a target, and of a place: a target that was made anew there (a fresh checkout) has another id.
constexpr std::string_view is_newest =
    "NOT EXISTS (SELECT 1 FROM releases n WHERE n.target = r.target AND n.number > r.number) AND "
    "NOT EXISTS (SELECT 1 FROM releases n WHERE n.environment = r.environment AND n.project = r.project AND "
    "n.place = r.place AND n.id > r.id)";

}  // namespace

bool record(store::Store& store, const std::string& target, const std::string& place, const Entry& entry) {
    base::Db& db = store.db();
    db.cached(
          "INSERT INTO releases (target, number, environment, project, place, action, release, model, version, digest, "
          "time, "
          "actor, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (target, number) DO NOTHING")
        .bind(target, entry.number, entry.environment, entry.project, place, entry.action, entry.release, entry.model,
              entry.version, entry.digest, entry.time, entry.actor, entry.reason)
        .run();
    return db.changes() > 0;
}

bool is_recorded(store::Store& store, const std::string& target, std::int64_t number) {
    auto statement = store.db().prepare("SELECT 1 FROM releases WHERE target = ? AND number = ?");
    return statement.bind(target, number).step().has_value();
}

std::vector<LedgerRow> serving(store::Store& store, const std::string& model, std::int64_t version) {
    auto statement = store.db().prepare(
        fmt::format("SELECT {} FROM releases r WHERE r.model = ? AND r.version = ? AND {} ORDER BY r.environment",
                    columns, is_newest));
    statement.bind(model, version);
    return collect(statement);
}

std::vector<LedgerRow> current_releases(store::Store& store, const std::optional<std::string>& project) {
    auto statement = store.db().prepare(fmt::format(
        "SELECT {} FROM releases r WHERE (?1 IS NULL OR r.project = ?1) AND {} ORDER BY r.time DESC, r.id DESC",
        columns, is_newest));
    statement.bind(project);
    return collect(statement);
}

}  // namespace mlp::deploy

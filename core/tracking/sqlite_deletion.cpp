// Deleting, restoring and removing runs: what children share their fate, and what the audit trail says.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/store/audit.hpp"
#include "core/tracking/rows.hpp"
#include "core/tracking/sqlite_tracking.hpp"

namespace mlp::tracking {

/// Active or not, all levels below a run, nearest first. A cycle of parents (tags can be set to anything) ends the
/// walk.
std::vector<std::pair<std::int64_t, std::string>> SqliteTracking::descendants(const std::string& id) {
    std::vector<std::pair<std::int64_t, std::string>> found;
    std::set<std::string> seen{id};
    std::vector<std::string> open{id};
    while (!open.empty()) {
        const std::string parent = std::move(open.back());
        open.pop_back();
        auto& statement = db_.cached("SELECT run, id FROM runs WHERE parent_id = ? ORDER BY run").bind(parent);
        for (auto& child : all(statement, [](const base::Row& row) {
                 return std::pair(row.get<std::int64_t>(0), row.get<std::string>(1));
             })) {
            if (!seen.insert(child.second).second) continue;
            open.push_back(child.second);
            found.push_back(std::move(child));
        }
    }
    return found;
}

void SqliteTracking::set_lifecycle(std::int64_t run, Lifecycle lifecycle,
                                   const std::optional<std::string>& deleted_with) {
    const bool deleted = lifecycle == Lifecycle::deleted;
    db_.cached("UPDATE runs SET lifecycle = ?, deleted_time = ?, deleted_with = ? WHERE run = ?")
        .bind(lifecycle_name(lifecycle), deleted ? std::optional(store_.env().now()) : std::nullopt, deleted_with, run)
        .run();
}

void SqliteTracking::delete_run(const std::string& id) {
    base::Transaction transaction(db_);
    const std::int64_t row = run_row(id);
    if (load_run(row).info.lifecycle == Lifecycle::deleted) return;
    set_lifecycle(row, Lifecycle::deleted, std::nullopt);
    base::Json children = base::Json::array();
    for (const auto& [child, child_id] : descendants(id)) {
        auto& statement = db_.cached("SELECT lifecycle FROM runs WHERE run = ?").bind(child);
        const auto stage = first(statement, [](const base::Row& r) { return r.get<std::string>(0); });
        if (stage != "active") continue;
        set_lifecycle(child, Lifecycle::deleted, id);
        children.push_back(child_id);
    }
    store::append_audit(store_, "run.delete", id, {{"lifecycle", "active"}},
                        {{"lifecycle", "deleted"}, {"children", std::move(children)}});
    transaction.commit();
}

void SqliteTracking::restore_run(const std::string& id) {
    base::Transaction transaction(db_);
    const std::int64_t row = run_row(id);
    const RunInfo info = load_run(row).info;
    if (info.lifecycle == Lifecycle::active) return;
    if (load_experiment(experiment_row(info.experiment_id)).lifecycle == Lifecycle::deleted) {
        throw Error(Kind::conflict,
                    fmt::format("run {} belongs to experiment {}, which is deleted", id, info.experiment_id))
            .hint(
                fmt::format("`mlp track experiments --restore {}` brings it back, with its runs", info.experiment_id));
    }
    set_lifecycle(row, Lifecycle::active, std::nullopt);
    auto& statement = db_.cached("SELECT run, id FROM runs WHERE deleted_with = ? ORDER BY run").bind(id);
    base::Json children = base::Json::array();
    for (const auto& [child, child_id] :
         all(statement, [](const base::Row& r) { return std::pair(r.get<std::int64_t>(0), r.get<std::string>(1)); })) {
        set_lifecycle(child, Lifecycle::active, std::nullopt);
        children.push_back(child_id);
    }
    store::append_audit(store_, "run.restore", id, {{"lifecycle", "deleted"}},
                        {{"lifecycle", "active"}, {"children", std::move(children)}});
    transaction.commit();
}

RemovedRun SqliteTracking::removed_run(std::int64_t run) {
    RemovedRun removed{.info = load_run(run).info, .deleted_time = 0, .artifact_bytes = 0, .freed = {}};
    auto& time = db_.cached("SELECT coalesce(deleted_time, 0) FROM runs WHERE run = ?").bind(run);
    removed.deleted_time = first(time, [](const base::Row& row) { return row.get<std::int64_t>(0); }).value_or(0);
    auto& files = db_.cached(
                         "SELECT size, digest, NOT EXISTS (SELECT 1 FROM artifacts AS other WHERE other.digest = "
                         "artifacts.digest AND other.run <> artifacts.run) FROM artifacts WHERE run = ?")
                      .bind(run);
    while (const auto row = files.step()) {
        removed.artifact_bytes += static_cast<std::uint64_t>(row->get<std::int64_t>(0));
        if (row->get<bool>(2)) removed.freed.push_back(row->get<std::string>(1));
    }
    files.reset();
    std::sort(removed.freed.begin(), removed.freed.end());
    removed.freed.erase(std::unique(removed.freed.begin(), removed.freed.end()), removed.freed.end());
    return removed;
}

std::vector<RemovedRun> SqliteTracking::runs_deleted_before(Millis time) {
    auto& statement =
        db_.cached("SELECT run FROM runs WHERE lifecycle = 'deleted' AND coalesce(deleted_time, 0) < ? ORDER BY run")
            .bind(time);
    std::vector<RemovedRun> found;
    for (const std::int64_t run : all(statement, [](const base::Row& row) { return row.get<std::int64_t>(0); })) {
        found.push_back(removed_run(run));
    }
    return found;
}

std::vector<RemovedRun> SqliteTracking::remove_runs(const std::vector<std::string>& ids) {
    base::Transaction transaction(db_);
    std::vector<RemovedRun> removed;
    for (const std::string& id : ids) {
        const std::int64_t row = run_row(id);
        removed.push_back(removed_run(row));
        const RemovedRun& run = removed.back();
        if (run.info.lifecycle == Lifecycle::active) {
            throw Error(Kind::conflict, fmt::format("run {} is not deleted, so it is not removed", id))
                .hint(fmt::format("`mlp track delete {}` first", id));
        }
        db_.cached("DELETE FROM runs WHERE run = ?").bind(row).run();
        store::append_audit(store_, "run.remove", id,
                            {{"name", run.info.name},
                             {"experiment_id", run.info.experiment_id},
                             {"deleted_time", run.deleted_time},
                             {"artifact_bytes", run.artifact_bytes}},
                            nullptr);
    }
    // Descriptions of data that no run reads any more.
    db_.execute("DELETE FROM datasets WHERE NOT EXISTS (SELECT 1 FROM inputs WHERE inputs.dataset = datasets.dataset)");
    transaction.commit();
    return removed;
}

}  // namespace mlp::tracking

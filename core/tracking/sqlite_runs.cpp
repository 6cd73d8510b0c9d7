#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/tracking/limits.hpp"
#include "core/tracking/names.hpp"
#include "core/tracking/owner.hpp"
#include "core/tracking/reserved_tags.hpp"
#include "core/tracking/rows.hpp"
#include "core/tracking/sqlite_tracking.hpp"

namespace mlp::tracking {
namespace {

constexpr std::size_t shortest_prefix = 4;
constexpr std::size_t shown_candidates = 10;

RunInfo info_of(const base::Row& row) {
    return {.id = row.get<std::string>(0),
            .name = row.get<std::string>(1),
            .experiment_id = std::to_string(row.get<std::int64_t>(2)),
            .user_id = row.get<std::string>(3),
            .status = parse_status(row.get<std::string_view>(4)).value_or(RunStatus::running),
            .start_time = row.get<std::int64_t>(5),
            .end_time = row.get<std::optional<std::int64_t>>(6),
            .artifact_uri = row.get<std::string>(7),
            .lifecycle = row.get<std::string_view>(8) == "active" ? Lifecycle::active : Lifecycle::deleted,
            .parent_id = row.get<std::optional<std::string>>(9)};
}

Error unknown_run(const std::string& id) {
    return Error(Kind::missing, fmt::format("Run with id={} not found", id))
        .hint("`mlp track list` shows the runs there are");
}

std::optional<std::string> tag_value(const std::vector<Tag>& tags, std::string_view key) {
    const auto found = std::find_if(tags.rbegin(), tags.rend(), [&](const Tag& tag) { return tag.key == key; });
    return found == tags.rend() ? std::nullopt : std::optional(found->value);
}

}  // namespace

std::int64_t SqliteTracking::run_row(const std::string& id) {
    auto& statement = db_.cached("SELECT run FROM runs WHERE id = ?").bind(id);
    const auto row = first(statement, [](const base::Row& r) { return r.get<std::int64_t>(0); });
    if (!row) throw unknown_run(id);
    return *row;
}

std::int64_t SqliteTracking::active_run_row(const std::string& id) {
    auto& statement = db_.cached("SELECT run, lifecycle FROM runs WHERE id = ?").bind(id);
    const auto found = first(statement, [](const base::Row& row) {
        return std::pair(row.get<std::int64_t>(0), row.get<std::string_view>(1) == "active");
    });
    if (!found) throw unknown_run(id);
    if (!found->second) {
        throw Error(Kind::conflict,
                    fmt::format("The run {} must be in the 'active' state. Current state is deleted.", id))
            .hint(fmt::format("`mlp track restore {}` brings it back", id));
    }
    return found->first;
}

std::string SqliteTracking::name_of_new_run(const NewRun& run) {
    const auto tagged = tag_value(run.tags, tag_run_name);
    if (run.name && !run.name->empty() && tagged && *tagged != *run.name) {
        throw Error(Kind::invalid,
                    fmt::format("the run is named '{}' and its tag {} says '{}'", *run.name, tag_run_name, *tagged))
            .hint("give one of them, or both alike");
    }
    if (run.name && !run.name->empty()) return *run.name;
    return tagged && !tagged->empty() ? *tagged : random_name(store_.env());
}

RunInfo SqliteTracking::create_run(const NewRun& run) {
    const std::string id = run.id ? *run.id : base::new_id(store_.env());
    check_run_id(id);
    const auto owner = run.owner_pid ? find_owner(*run.owner_pid) : std::nullopt;
    if (run.owner_pid && !owner) {
        throw Error(Kind::missing, fmt::format("the run shall live with process {}, and there is none", *run.owner_pid))
            .hint("name a process that is running, e.g. --pid $$ for the shell itself");
    }
    base::Transaction transaction(db_);
    const std::int64_t experiment = experiment_row(run.experiment_id);
    const Experiment home = load_experiment(experiment);
    if (home.lifecycle == Lifecycle::deleted) {
        throw Error(Kind::conflict,
                    fmt::format("experiment '{}' ({}) is deleted: no run can begin in it", home.name, home.id))
            .hint(fmt::format("`mlp track experiments --restore {}` brings it back", home.id));
    }
    auto& taken = db_.cached("SELECT 1 FROM runs WHERE id = ?").bind(id);
    if (first(taken, [](const base::Row&) { return true; })) {
        throw Error(Kind::conflict, fmt::format("a run with the id {} exists already", id));
    }
    const std::string name = name_of_new_run(run);
    check_name("run", name, max_tag_length);
    const auto parent = run.parent_id ? run.parent_id : tag_value(run.tags, tag_parent);
    db_.cached(
           "INSERT INTO runs (id, experiment, name, user_id, status, start_time, artifact_uri, parent_id) "
           "VALUES (?, ?, ?, ?, 'RUNNING', ?, ?, ?)")
        .bind(id, experiment, name, run.user_id, run.start_time ? *run.start_time : store_.env().now(),
              run.artifact_uri ? *run.artifact_uri : fmt::format("{}/{}/artifacts", home.artifact_location, id), parent)
        .run();
    const std::int64_t row = db_.last_insert_id();
    for (const Tag& tag : run.tags) put_tag(row, tag);
    put_tag(row, {std::string(tag_run_name), name});
    if (parent) put_tag(row, {std::string(tag_parent), *parent});
    if (owner) {
        db_.cached("INSERT INTO run_owners (run, pid, started, boot_id, pid_namespace, host) VALUES (?, ?, ?, ?, ?, ?)")
            .bind(row, owner->pid, owner->started, owner->boot_id, owner->pid_namespace, owner->host)
            .run();
    }
    RunInfo info = load_run_info(row);
    transaction.commit();
    return info;
}

RunInfo SqliteTracking::load_run_info(std::int64_t number) {
    auto& infos = db_.cached(
                         "SELECT id, name, experiment, user_id, status, start_time, end_time, artifact_uri, lifecycle, "
                         "parent_id FROM runs WHERE run = ?")
                      .bind(number);
    return first(infos, info_of).value_or(RunInfo{});
}

Run SqliteTracking::load_run(std::int64_t number) {
    Run run;
    run.info = load_run_info(number);
    auto& metrics = db_.cached(
                           "SELECT key, value, special, timestamp, step, model_id, dataset_name, dataset_digest "
                           "FROM latest_metrics WHERE run = ? ORDER BY key")
                        .bind(number);
    run.metrics = all(metrics, [](const base::Row& row) { return metric_of(row); });
    run.params = all(db_.cached("SELECT key, value FROM params WHERE run = ? ORDER BY key").bind(number), param_of);
    run.tags = all(db_.cached("SELECT key, value FROM tags WHERE run = ? ORDER BY key").bind(number), tag_of);
    load_inputs(number, run);
    return run;
}

std::optional<Run> SqliteTracking::find_run(const std::string& id) {
    auto& statement = db_.cached("SELECT run FROM runs WHERE id = ?").bind(id);
    const auto row = first(statement, [](const base::Row& r) { return r.get<std::int64_t>(0); });
    return row ? std::optional(load_run(*row)) : std::nullopt;
}

std::string SqliteTracking::resolve_run(const std::string& prefix) {
    auto& exact = db_.cached("SELECT id FROM runs WHERE id = ?").bind(prefix);
    if (auto id = first(exact, [](const base::Row& row) { return row.get<std::string>(0); })) return *id;
    if (prefix.size() < shortest_prefix) {
        throw Error(Kind::usage, fmt::format("'{}' is too short for a run id", base::printable(prefix)))
            .hint(fmt::format("give at least {} of its digits; `mlp track list` shows them", shortest_prefix));
    }
    // 0xff never begins a UTF-8 sequence: the end of the range of texts with this prefix.
    auto& statement = db_.cached("SELECT id FROM runs WHERE id >= ? AND id < ? ORDER BY id LIMIT ?")
                          .bind(prefix, prefix + "\xff", static_cast<std::int64_t>(shown_candidates + 1));
    const auto ids = all(statement, [](const base::Row& row) { return row.get<std::string>(0); });
    if (ids.empty()) throw unknown_run(base::printable(prefix));
    if (ids.size() == 1) return ids[0];
    std::string list;
    for (std::size_t i = 0; i < std::min(ids.size(), shown_candidates); ++i) list += (i ? ", " : "") + ids[i];
    throw Error(Kind::usage, fmt::format("'{}' is the beginning of several run ids: {}{}", prefix, list,
                                         ids.size() > shown_candidates ? " …" : ""))
        .hint("give more digits");
}

std::vector<std::string> SqliteTracking::child_runs(const std::string& parent_id) {
    auto& statement =
        db_.cached("SELECT id FROM runs WHERE parent_id = ? AND lifecycle = 'active' ORDER BY start_time, run")
            .bind(parent_id);
    return all(statement, [](const base::Row& row) { return row.get<std::string>(0); });
}

void SqliteTracking::update_run(const std::string& id, std::optional<RunStatus> status, std::optional<Millis> end_time,
                                const std::optional<std::string>& name) {
    base::Transaction transaction(db_);
    const std::int64_t row = active_run_row(id);
    if (status) {
        db_.cached("UPDATE runs SET status = ?, end_time = ifnull(?, end_time) WHERE run = ?")
            .bind(status_name(*status), end_time, row)
            .run();
        if (is_ended(*status)) db_.cached("DELETE FROM run_owners WHERE run = ?").bind(row).run();
    } else if (end_time) {
        db_.cached("UPDATE runs SET end_time = ? WHERE run = ?").bind(*end_time, row).run();
    }
    // The tag carries the name along.
    if (name && !name->empty()) set_tag(row, {std::string(tag_run_name), *name});
    transaction.commit();
}

std::vector<std::string> SqliteTracking::reap() {
    struct Lease {
        std::int64_t run;
        std::string id;
        Owner owner;
    };
    auto& statement =
        db_.cached("SELECT run, id, pid, started, boot_id, pid_namespace, host FROM run_owners JOIN runs USING (run) "
                   "ORDER BY run")
            .bind();
    const auto leases = all(statement, [](const base::Row& row) {
        return Lease{row.get<std::int64_t>(0), row.get<std::string>(1),
                     Owner{row.get<int>(2), row.get<std::int64_t>(3), row.get<std::string>(4), row.get<std::string>(5),
                           row.get<std::string>(6)}};
    });
    if (leases.empty() || store_.read_only()) return {};
    std::vector<std::string> ended;
    // It ended before anybody looked: by its last sign of life, where it gave one.
    constexpr const char* end_as_killed =
        "UPDATE runs SET status = 'KILLED', end_time = coalesce(end_time, min(?1, (SELECT max(time) FROM ("
        "  SELECT max(timestamp) AS time FROM metrics WHERE metrics.run = runs.run UNION ALL"
        "  SELECT max(coalesce(part.end_time, part.start_time)) FROM runs AS part WHERE part.parent_id = runs.id"
        ") WHERE time >= runs.start_time)), ?1) "
        "WHERE run = ?2 AND status IN ('RUNNING', 'SCHEDULED')";
    const Surroundings here = Surroundings::here();
    for (const Lease& lease : leases) {
        if (!is_gone(lease.owner, here)) continue;
        base::Transaction transaction(db_);
        db_.cached("DELETE FROM run_owners WHERE run = ? AND pid = ? AND started = ?")
            .bind(lease.run, lease.owner.pid, lease.owner.started)
            .run();
        // Another process may have reaped it, or it ended, since the rows were read.
        if (db_.changes() > 0) {
            db_.cached(end_as_killed).bind(store_.env().now(), lease.run).run();
            if (db_.changes() > 0) ended.push_back(lease.id);
        }
        transaction.commit();
    }
    return ended;
}

}  // namespace mlp::tracking

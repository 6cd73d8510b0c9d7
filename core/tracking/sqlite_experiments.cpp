#include <fmt/format.h>

#include <charconv>

#include "core/base/error.hpp"
#include "core/store/audit.hpp"
#include "core/tracking/limits.hpp"
#include "core/tracking/rows.hpp"
#include "core/tracking/sqlite_tracking.hpp"

namespace mlp::tracking {
namespace {

/// Ids are decimal text; anything else names no experiment.
std::optional<std::int64_t> parse_id(const std::string& id) {
    std::int64_t number = 0;
    const auto end = std::from_chars(id.data(), id.data() + id.size(), number);
    if (end.ec != std::errc{} || end.ptr != id.data() + id.size() || number < 0) return std::nullopt;
    return number;
}

Error unknown(const std::string& id) {
    return Error(Kind::missing, fmt::format("No Experiment with id={} exists", id))
        .hint("`mlp track experiments` lists them");
}

/// Where artifacts go: a query part that climbs, or a location inside a run, is refused as MLflow does.
void check_location(const std::string& location) {
    const auto query = location.find('?');
    const bool climbs = query != std::string::npos && location.find("..", query) != std::string::npos;
    if (!climbs && !location.starts_with("runs:")) return;
    throw Error(Kind::invalid, fmt::format("'{}' cannot be the artifact location of an experiment", location))
        .hint("name a folder or a URI, e.g. s3://bucket/folder");
}

}  // namespace

std::int64_t SqliteTracking::experiment_row(const std::string& id) {
    const auto number = parse_id(id);
    if (!number) throw unknown(id);
    auto& statement = db_.cached("SELECT experiment FROM experiments WHERE experiment = ?").bind(*number);
    const auto row = first(statement, [](const base::Row& r) { return r.get<std::int64_t>(0); });
    if (!row) throw unknown(id);
    return *row;
}

Experiment SqliteTracking::load_experiment(std::int64_t number) {
    auto& statement =
        db_.cached(
               "SELECT name, artifact_location, lifecycle, creation_time, last_update_time FROM experiments "
               "WHERE experiment = ?")
            .bind(number);
    auto experiment = first(statement, [&](const base::Row& row) {
        return Experiment{
            .id = std::to_string(number),
            .name = row.get<std::string>(0),
            .artifact_location = row.get<std::string>(1),
            .lifecycle = row.get<std::string_view>(2) == "active" ? Lifecycle::active : Lifecycle::deleted,
            .creation_time = row.get<std::int64_t>(3),
            .last_update_time = row.get<std::int64_t>(4),
            .tags = {}};
    });
    if (!experiment) throw unknown(std::to_string(number));
    auto& tags = db_.cached("SELECT key, value FROM experiment_tags WHERE experiment = ? ORDER BY key").bind(number);
    experiment->tags = all(tags, tag_of);
    return *experiment;
}

std::string SqliteTracking::create_experiment(const std::string& name, const std::vector<Tag>& tags,
                                              const std::optional<std::string>& artifact_location) {
    check_name("experiment", name, max_experiment_name_length);
    if (artifact_location) check_location(*artifact_location);
    base::Transaction transaction(db_);
    if (const auto taken = find_experiment_by_name(name)) {
        const bool deleted = taken->lifecycle == Lifecycle::deleted;
        throw Error(Kind::conflict,
                    fmt::format("Experiment(name={}) already exists{}", name, deleted ? " and is deleted." : "."))
            .hint(deleted ? fmt::format("`mlp track experiments --restore {}` brings it back", taken->id)
                          : "take another name, or use that one");
    }
    const Millis now = store_.env().now();
    db_.cached("INSERT INTO experiments (name, artifact_location, creation_time, last_update_time) VALUES (?, ?, ?, ?)")
        .bind(name, artifact_location.value_or(""), now, now)
        .run();
    const std::int64_t number = db_.last_insert_id();
    std::string id = std::to_string(number);
    if (!artifact_location || artifact_location->empty()) {
        db_.cached("UPDATE experiments SET artifact_location = ? WHERE experiment = ?")
            .bind(fmt::format("mlflow-artifacts:/{}", id), number)
            .run();
    }
    for (const Tag& tag : tags) set_experiment_tag(id, tag);
    transaction.commit();
    return id;
}

std::string SqliteTracking::import_experiment(const Experiment& experiment) {
    base::Transaction transaction(db_);
    const bool own_place = experiment.artifact_location != "mlflow-artifacts:/" + experiment.id;
    std::string id = create_experiment(experiment.name, experiment.tags,
                                       own_place ? std::optional(experiment.artifact_location) : std::nullopt);
    db_.cached("UPDATE experiments SET creation_time = ?, last_update_time = ? WHERE experiment = ?")
        .bind(experiment.creation_time, experiment.last_update_time, experiment_row(id))
        .run();
    transaction.commit();
    return id;
}

std::optional<Experiment> SqliteTracking::find_experiment(const std::string& id) {
    const auto number = parse_id(id);
    if (!number) return std::nullopt;
    auto& statement = db_.cached("SELECT 1 FROM experiments WHERE experiment = ?").bind(*number);
    if (!first(statement, [](const base::Row&) { return true; })) return std::nullopt;
    return load_experiment(*number);
}

std::optional<Experiment> SqliteTracking::find_experiment_by_name(const std::string& name) {
    auto& statement = db_.cached("SELECT experiment FROM experiments WHERE name = ?").bind(name);
    const auto number = first(statement, [](const base::Row& row) { return row.get<std::int64_t>(0); });
    return number ? std::optional(load_experiment(*number)) : std::nullopt;
}

void SqliteTracking::rename_experiment(const std::string& id, const std::string& name) {
    check_name("experiment", name, max_experiment_name_length);
    base::Transaction transaction(db_);
    const Experiment before = load_experiment(experiment_row(id));
    if (before.lifecycle == Lifecycle::deleted) {
        throw Error(Kind::conflict, fmt::format("experiment {} is deleted and cannot be renamed", id))
            .hint(fmt::format("`mlp track experiments --restore {}` brings it back", id));
    }
    if (before.name == name) return;
    if (find_experiment_by_name(name))
        throw Error(Kind::conflict, fmt::format("Experiment(name={}) already exists.", name));
    db_.cached("UPDATE experiments SET name = ?, last_update_time = ? WHERE experiment = ?")
        .bind(name, store_.env().now(), experiment_row(id))
        .run();
    transaction.commit();
}

void SqliteTracking::delete_experiment(const std::string& id) {
    base::Transaction transaction(db_);
    const std::int64_t number = experiment_row(id);
    if (load_experiment(number).lifecycle == Lifecycle::deleted) return;
    const Millis now = store_.env().now();
    db_.cached("UPDATE experiments SET lifecycle = 'deleted', last_update_time = ? WHERE experiment = ?")
        .bind(now, number)
        .run();
    db_.cached(
           "UPDATE runs SET lifecycle = 'deleted', deleted_time = ?, deleted_with = 'experiment' "
           "WHERE experiment = ? AND lifecycle = 'active'")
        .bind(now, number)
        .run();
    const std::int64_t runs = db_.changes();
    store::append_audit(store_, "experiment.delete", id, {{"lifecycle", "active"}},
                        {{"lifecycle", "deleted"}, {"runs", runs}});
    transaction.commit();
}

void SqliteTracking::restore_experiment(const std::string& id) {
    base::Transaction transaction(db_);
    const std::int64_t number = experiment_row(id);
    if (load_experiment(number).lifecycle == Lifecycle::active) return;
    db_.cached("UPDATE experiments SET lifecycle = 'active', last_update_time = ? WHERE experiment = ?")
        .bind(store_.env().now(), number)
        .run();
    db_.cached(
           "UPDATE runs SET lifecycle = 'active', deleted_time = NULL, deleted_with = NULL "
           "WHERE experiment = ? AND deleted_with = 'experiment'")
        .bind(number)
        .run();
    const std::int64_t runs = db_.changes();
    store::append_audit(store_, "experiment.restore", id, {{"lifecycle", "deleted"}},
                        {{"lifecycle", "active"}, {"runs", runs}});
    transaction.commit();
}

void SqliteTracking::set_experiment_tag(const std::string& id, const Tag& tag) {
    check_key("tag", tag.key);
    const std::string value = checked_value("tag", tag.key, tag.value, max_experiment_tag_length);
    base::Transaction transaction(db_);
    const std::int64_t number = experiment_row(id);
    if (load_experiment(number).lifecycle == Lifecycle::deleted) {
        throw Error(Kind::conflict, fmt::format("experiment {} is deleted and cannot be tagged", id));
    }
    db_.cached(
           "INSERT INTO experiment_tags (experiment, key, value) VALUES (?, ?, ?) "
           "ON CONFLICT DO UPDATE SET value = excluded.value")
        .bind(number, tag.key, value)
        .run();
    transaction.commit();
}

void SqliteTracking::delete_experiment_tag(const std::string& id, const std::string& key) {
    base::Transaction transaction(db_);
    db_.cached("DELETE FROM experiment_tags WHERE experiment = ? AND key = ?").bind(experiment_row(id), key).run();
    if (db_.changes() == 0) {
        throw Error(Kind::missing, fmt::format("No tag with name: {} in experiment with id {}", key, id));
    }
    transaction.commit();
}

}  // namespace mlp::tracking

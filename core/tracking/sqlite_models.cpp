// Logged models: what MLflow 3 makes of log_model, beside the runs.
#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/store/audit.hpp"
#include "core/tracking/limits.hpp"
#include "core/tracking/names.hpp"
#include "core/tracking/rows.hpp"
#include "core/tracking/sqlite_tracking.hpp"

namespace mlp::tracking {
namespace {

Error unknown_model(const std::string& id) {
    return {Kind::missing, fmt::format("Logged model with ID '{}' not found.", id)};
}

void check_model_name(const std::string& name) {
    check_name("logged model", name, max_experiment_name_length);
    if (name.find_first_of("/:.%\"'") == std::string::npos) return;
    throw Error(Kind::invalid, fmt::format("'{}' cannot be the name of a logged model", name))
        .hint("names may not hold / : . % \" and '");
}

}  // namespace

std::int64_t SqliteTracking::active_model_row(const std::string& id) {
    auto& statement = db_.cached("SELECT model FROM logged_models WHERE id = ? AND lifecycle = 'active'").bind(id);
    const auto row = first(statement, [](const base::Row& r) { return r.get<std::int64_t>(0); });
    if (!row) throw unknown_model(id);
    return *row;
}

LoggedModel SqliteTracking::create_logged_model(const LoggedModel& model) {
    const std::string name = model.name.empty() ? random_name(store_.env()) : model.name;
    const std::string id = model.id.empty() ? "m-" + base::new_id(store_.env()) : model.id;
    check_model_name(name);
    check_run_id(id);
    base::Transaction transaction(db_);
    const std::int64_t experiment = experiment_row(model.experiment_id);
    auto& taken = db_.cached("SELECT 1 FROM logged_models WHERE id = ?").bind(id);
    if (first(taken, [](const base::Row&) { return true; })) {
        throw Error(Kind::conflict, fmt::format("a logged model with the id {} exists already", id));
    }
    const Millis now = store_.env().now();
    const Millis created = model.creation_time != 0 ? model.creation_time : now;
    const std::string location = load_experiment(experiment).artifact_location;
    db_.cached(
           "INSERT INTO logged_models (id, experiment, name, creation_time, last_updated_time, artifact_uri, status, "
           "model_type, source_run_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(id, experiment, name, created, model.last_updated_time != 0 ? model.last_updated_time : created,
              model.artifact_uri.empty() ? fmt::format("{}/models/{}/artifacts", location, id) : model.artifact_uri,
              status_name(model.status), model.model_type, model.source_run_id)
        .run();
    const std::int64_t row = db_.last_insert_id();
    put_model_params(row, id, model.params);
    put_model_tags(row, model.tags);
    LoggedModel made = load_model(row);
    transaction.commit();
    return made;
}

LoggedModel SqliteTracking::load_model(std::int64_t number) {
    auto& statement =
        db_.cached(
               "SELECT id, experiment, name, creation_time, last_updated_time, artifact_uri, status, model_type, "
               "source_run_id FROM logged_models WHERE model = ?")
            .bind(number);
    LoggedModel model = first(statement, [](const base::Row& row) {
                            LoggedModel read;
                            read.id = row.get<std::string>(0);
                            read.experiment_id = std::to_string(row.get<std::int64_t>(1));
                            read.name = row.get<std::string>(2);
                            read.creation_time = row.get<std::int64_t>(3);
                            read.last_updated_time = row.get<std::int64_t>(4);
                            read.artifact_uri = row.get<std::string>(5);
                            read.status =
                                parse_model_status(row.get<std::string_view>(6)).value_or(LoggedModelStatus::pending);
                            read.model_type = row.get<std::string>(7);
                            read.source_run_id = row.get<std::string>(8);
                            return read;
                        }).value_or(LoggedModel{});
    model.params = all(
        db_.cached("SELECT key, value FROM logged_model_params WHERE model = ? ORDER BY key").bind(number), param_of);
    model.tags =
        all(db_.cached("SELECT key, value FROM logged_model_tags WHERE model = ? ORDER BY key").bind(number), tag_of);
    auto& metrics = db_.cached(
                           "SELECT key, value, special, timestamp, step, model_id, dataset_name, dataset_digest, id "
                           "FROM metrics JOIN runs USING (run) WHERE model_id = ? AND model_id <> '' "
                           "ORDER BY key, timestamp, step, value, id")
                        .bind(model.id);
    while (const auto row = metrics.step()) {
        model.metrics.push_back(metric_of(*row));
        model.metric_run_ids.push_back(row->get<std::string>(8));
    }
    metrics.reset();
    auto& versions =
        db_.cached("SELECT name, version FROM logged_model_registrations WHERE model_id = ? ORDER BY name, version")
            .bind(model.id);
    model.registrations = all(versions, [](const base::Row& row) {
        return std::pair(row.get<std::string>(0), std::to_string(row.get<std::int64_t>(1)));
    });
    return model;
}

std::optional<LoggedModel> SqliteTracking::find_logged_model(const std::string& id) {
    auto& statement = db_.cached("SELECT model FROM logged_models WHERE id = ? AND lifecycle = 'active'").bind(id);
    const auto row = first(statement, [](const base::Row& r) { return r.get<std::int64_t>(0); });
    return row ? std::optional(load_model(*row)) : std::nullopt;
}

void SqliteTracking::touch_model(std::int64_t model) {
    db_.cached("UPDATE logged_models SET last_updated_time = ? WHERE model = ?").bind(store_.env().now(), model).run();
}

void SqliteTracking::set_logged_model_status(const std::string& id, LoggedModelStatus status) {
    base::Transaction transaction(db_);
    const std::int64_t row = active_model_row(id);
    db_.cached("UPDATE logged_models SET status = ? WHERE model = ?").bind(status_name(status), row).run();
    touch_model(row);
    transaction.commit();
}

void SqliteTracking::put_model_params(std::int64_t model, const std::string& id, const std::vector<Param>& params) {
    for (const Param& param : params) {
        check_key("param", param.key);
        const std::string value = checked_value("param", param.key, param.value, max_param_length);
        auto& statement =
            db_.cached("SELECT value FROM logged_model_params WHERE model = ? AND key = ?").bind(model, param.key);
        const auto present = first(statement, [](const base::Row& row) { return row.get<std::string>(0); });
        if (present && *present != value) {
            throw Error(Kind::conflict, fmt::format("the param '{}' of logged model {} is '{}' and cannot become '{}'",
                                                    param.key, id, *present, value))
                .hint("params are written once");
        }
        if (!present) {
            db_.cached("INSERT INTO logged_model_params (model, key, value) VALUES (?, ?, ?)")
                .bind(model, param.key, value)
                .run();
        }
    }
}

void SqliteTracking::put_model_tags(std::int64_t model, const std::vector<Tag>& tags) {
    for (const Tag& tag : tags) {
        check_key("tag", tag.key);
        db_.cached(
               "INSERT INTO logged_model_tags (model, key, value) VALUES (?, ?, ?) "
               "ON CONFLICT DO UPDATE SET value = excluded.value")
            .bind(model, tag.key, checked_value("tag", tag.key, tag.value, max_tag_length))
            .run();
    }
}

void SqliteTracking::log_model_params(const std::string& id, const std::vector<Param>& params) {
    base::Transaction transaction(db_);
    put_model_params(active_model_row(id), id, params);
    transaction.commit();
}

void SqliteTracking::set_logged_model_tags(const std::string& id, const std::vector<Tag>& tags) {
    base::Transaction transaction(db_);
    const std::int64_t row = active_model_row(id);
    put_model_tags(row, tags);
    touch_model(row);
    transaction.commit();
}

void SqliteTracking::delete_logged_model_tag(const std::string& id, const std::string& key) {
    base::Transaction transaction(db_);
    const std::int64_t row = active_model_row(id);
    db_.cached("DELETE FROM logged_model_tags WHERE model = ? AND key = ?").bind(row, key).run();
    if (db_.changes() == 0) {
        throw Error(Kind::missing, fmt::format("No tag with key '{}' found for model with ID '{}'.", key, id));
    }
    touch_model(row);
    transaction.commit();
}

void SqliteTracking::delete_logged_model(const std::string& id) {
    base::Transaction transaction(db_);
    const std::int64_t row = active_model_row(id);
    const Millis now = store_.env().now();
    db_.cached(
           "UPDATE logged_models SET lifecycle = 'deleted', deleted_time = ?, last_updated_time = ? WHERE model = ?")
        .bind(now, now, row)
        .run();
    store::append_audit(store_, "logged_model.delete", id, {{"lifecycle", "active"}}, {{"lifecycle", "deleted"}});
    transaction.commit();
}

}  // namespace mlp::tracking

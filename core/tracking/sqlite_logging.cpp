#include <fmt/format.h>

#include <map>
#include <set>
#include <tuple>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/tracking/limits.hpp"
#include "core/tracking/reserved_tags.hpp"
#include "core/tracking/rows.hpp"
#include "core/tracking/sqlite_tracking.hpp"

namespace mlp::tracking {
namespace {

/// Order of points of one key: the greatest is the latest. NaN is below every number.
auto rank(const Metric& metric) {
    const StoredNumber number = StoredNumber::of(metric.value);
    return std::tuple(metric.step, metric.timestamp, number.special != 1, number.value);
}

void check_batch(const Batch& batch) {
    for (const Metric& metric : batch.metrics) check_metric(metric);
    std::set<std::string_view> keys;
    for (const Param& param : batch.params) {
        check_key("param", param.key);
        if (!keys.insert(param.key).second) {
            throw Error(Kind::invalid, fmt::format("the param '{}' is given twice", param.key))
                .hint("params are written once");
        }
    }
    for (const Tag& tag : batch.tags) check_key("tag", tag.key);
    for (const Artifact& artifact : batch.artifacts) {
        check_artifact_path(artifact.path);
        if (!base::Digest::parse(artifact.digest)) {
            throw Error(Kind::invalid,
                        fmt::format("the artifact '{}' has the digest '{}', expected 'sha256:' and 64 hex digits",
                                    artifact.path, artifact.digest));
        }
    }
}

}  // namespace

void SqliteTracking::log(const std::string& run_id, const Batch& batch) {
    check_batch(batch);
    base::Transaction transaction(db_);
    const std::int64_t run = active_run_row(run_id);
    log_params(run_id, run, batch.params);
    for (const Tag& tag : batch.tags) set_tag(run, tag);
    log_metrics(run, batch.metrics);
    for (const Artifact& artifact : batch.artifacts) {
        db_.cached(
               "INSERT INTO artifacts (run, path, size, digest) VALUES (?, ?, ?, ?) "
               "ON CONFLICT DO UPDATE SET size = excluded.size, digest = excluded.digest")
            .bind(run, artifact.path, artifact.size, artifact.digest)
            .run();
    }
    transaction.commit();
}

void SqliteTracking::log_metrics(std::int64_t run, const std::vector<Metric>& metrics) {
    std::map<std::string_view, const Metric*> latest;
    for (const Metric& metric : metrics) {
        const StoredNumber number = StoredNumber::of(metric.value);
        db_.cached(
               "INSERT OR IGNORE INTO metrics (run, key, value, special, timestamp, step, model_id, dataset_name, "
               "dataset_digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(run, metric.key, number.value, number.special, metric.timestamp, metric.step,
                  metric.model_id.value_or(""), metric.dataset_name.value_or(""), metric.dataset_digest.value_or(""))
            .run();
        const Metric*& best = latest[metric.key];
        if (best == nullptr || rank(metric) > rank(*best)) best = &metric;
    }
    for (const auto& [key, metric] : latest) {
        const StoredNumber number = StoredNumber::of(metric->value);
        db_.cached(
               "INSERT INTO latest_metrics (run, key, value, special, timestamp, step, model_id, dataset_name, "
               "dataset_digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value, "
               "special = excluded.special, timestamp = excluded.timestamp, step = excluded.step, "
               "model_id = excluded.model_id, dataset_name = excluded.dataset_name, "
               "dataset_digest = excluded.dataset_digest "
               "WHERE (excluded.step, excluded.timestamp, excluded.special <> 1, excluded.value) > "
               "(latest_metrics.step, latest_metrics.timestamp, latest_metrics.special <> 1, latest_metrics.value)")
            .bind(run, key, number.value, number.special, metric->timestamp, metric->step,
                  metric->model_id.value_or(""), metric->dataset_name.value_or(""), metric->dataset_digest.value_or(""))
            .run();
    }
}

void SqliteTracking::log_params(const std::string& run_id, std::int64_t run, const std::vector<Param>& params) {
    for (const Param& param : params) {
        const std::string value = checked_value("param", param.key, param.value, max_param_length);
        auto& statement = db_.cached("SELECT value FROM params WHERE run = ? AND key = ?").bind(run, param.key);
        const auto present = first(statement, [](const base::Row& row) { return row.get<std::string>(0); });
        if (present && *present != value) {
            throw Error(Kind::conflict,
                        fmt::format("Changing param values is not allowed. Param with key='{}' was already logged with "
                                    "value='{}' for run ID='{}'. Attempted logging new value '{}'.",
                                    param.key, *present, run_id, value))
                .hint("params are written once; begin another run, or log it under another key");
        }
        if (!present) {
            db_.cached("INSERT INTO params (run, key, value) VALUES (?, ?, ?)").bind(run, param.key, value).run();
        }
    }
}

/// The tag alone, for a run whose row says the same already. Returns the value as it is stored.
std::string SqliteTracking::put_tag(std::int64_t run, const Tag& tag) {
    check_key("tag", tag.key);
    std::string value = checked_value("tag", tag.key, tag.value, max_tag_length);
    if (tag.key == tag_run_name) check_name("run", value, max_tag_length);
    db_.cached("INSERT INTO tags (run, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value")
        .bind(run, tag.key, value)
        .run();
    return value;
}

void SqliteTracking::set_tag(std::int64_t run, const Tag& tag) {
    const std::string value = put_tag(run, tag);
    if (tag.key == tag_run_name) {
        db_.cached("UPDATE runs SET name = ? WHERE run = ?").bind(value, run).run();
    } else if (tag.key == tag_parent) {
        db_.cached("UPDATE runs SET parent_id = ? WHERE run = ?").bind(value, run).run();
    }
}

void SqliteTracking::delete_tag(const std::string& run_id, const std::string& key) {
    base::Transaction transaction(db_);
    const std::int64_t run = active_run_row(run_id);
    db_.cached("DELETE FROM tags WHERE run = ? AND key = ?").bind(run, key).run();
    if (db_.changes() == 0) {
        throw Error(Kind::missing, fmt::format("No tag with name: {} in run with id {}", key, run_id));
    }
    if (key == tag_parent) db_.cached("UPDATE runs SET parent_id = NULL WHERE run = ?").bind(run).run();
    transaction.commit();
}

std::vector<Artifact> SqliteTracking::list_artifacts(const std::string& run_id) {
    auto& statement =
        db_.cached("SELECT path, size, digest FROM artifacts WHERE run = ? ORDER BY path").bind(run_row(run_id));
    return all(statement, [](const base::Row& row) {
        return Artifact{row.get<std::string>(0), static_cast<std::uint64_t>(row.get<std::int64_t>(1)),
                        row.get<std::string>(2)};
    });
}

std::optional<Artifact> SqliteTracking::find_artifact(const std::string& run_id, const std::string& path) {
    auto& statement =
        db_.cached("SELECT path, size, digest FROM artifacts WHERE run = ? AND path = ?").bind(run_row(run_id), path);
    return first(statement, [](const base::Row& row) {
        return Artifact{row.get<std::string>(0), static_cast<std::uint64_t>(row.get<std::int64_t>(1)),
                        row.get<std::string>(2)};
    });
}

void SqliteTracking::put_document(const std::string& run_id, const std::string& name, const base::Json& value) {
    check_name("document", name, max_key_length);
    base::Transaction transaction(db_);
    db_.cached(
           "INSERT INTO documents (run, name, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value")
        .bind(active_run_row(run_id), name, value.dump(-1, ' ', false, base::Json::error_handler_t::replace))
        .run();
    transaction.commit();
}

std::optional<base::Json> SqliteTracking::find_document(const std::string& run_id, const std::string& name) {
    auto& statement = db_.cached("SELECT value FROM documents WHERE run = ? AND name = ?").bind(run_row(run_id), name);
    const auto text = first(statement, [](const base::Row& row) { return row.get<std::string>(0); });
    return text ? std::optional(base::parse_json(*text, fmt::format("document '{}' of run {}", name, run_id)))
                : std::nullopt;
}

std::vector<std::string> SqliteTracking::list_documents(const std::string& run_id) {
    auto& statement = db_.cached("SELECT name FROM documents WHERE run = ? ORDER BY name").bind(run_row(run_id));
    return all(statement, [](const base::Row& row) { return row.get<std::string>(0); });
}

}  // namespace mlp::tracking

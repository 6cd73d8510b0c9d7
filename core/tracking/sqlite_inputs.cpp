#include "core/base/error.hpp"
#include "core/tracking/limits.hpp"
#include "core/tracking/rows.hpp"
#include "core/tracking/sqlite_tracking.hpp"

namespace mlp::tracking {

void SqliteTracking::load_inputs(std::int64_t run, Run& into) {
    auto& inputs = db_.cached(
                          "SELECT name, digest, source_type, source, schema, profile, input FROM inputs JOIN datasets "
                          "USING (dataset) WHERE run = ? ORDER BY input")
                       .bind(run);
    const auto found = all(inputs, [](const base::Row& row) {
        return std::pair(DatasetInput{.dataset = {.name = row.get<std::string>(0),
                                                  .digest = row.get<std::string>(1),
                                                  .source_type = row.get<std::string>(2),
                                                  .source = row.get<std::string>(3),
                                                  .schema = row.get<std::optional<std::string>>(4),
                                                  .profile = row.get<std::optional<std::string>>(5)},
                                      .tags = {}},
                         row.get<std::int64_t>(6));
    });
    for (const auto& [input, number] : found) {
        into.dataset_inputs.push_back(input);
        auto& tags = db_.cached("SELECT key, value FROM input_tags WHERE input = ? ORDER BY key").bind(number);
        into.dataset_inputs.back().tags = all(tags, tag_of);
    }
    auto& models = db_.cached("SELECT model_id FROM model_inputs WHERE run = ? ORDER BY model_id").bind(run);
    into.model_inputs = all(models, [](const base::Row& row) { return row.get<std::string>(0); });
    auto& outputs =
        db_.cached("SELECT model_id, step FROM model_outputs WHERE run = ? ORDER BY step, model_id").bind(run);
    into.model_outputs = all(outputs, [](const base::Row& row) {
        return ModelOutput{row.get<std::string>(0), row.get<std::int64_t>(1)};
    });
}

std::int64_t SqliteTracking::dataset_row(const Dataset& dataset) {
    auto& statement =
        db_.cached(
               "SELECT dataset FROM datasets WHERE name = ? AND digest = ? AND source_type = ? AND source = ? "
               "AND schema IS ? AND profile IS ?")
            .bind(dataset.name, dataset.digest, dataset.source_type, dataset.source, dataset.schema, dataset.profile);
    if (const auto row = first(statement, [](const base::Row& r) { return r.get<std::int64_t>(0); })) return *row;
    db_.cached("INSERT INTO datasets (name, digest, source_type, source, schema, profile) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(dataset.name, dataset.digest, dataset.source_type, dataset.source, dataset.schema, dataset.profile)
        .run();
    return db_.last_insert_id();
}

void SqliteTracking::log_inputs(const std::string& run_id, const std::vector<DatasetInput>& datasets,
                                const std::vector<std::string>& model_ids) {
    base::Transaction transaction(db_);
    const std::int64_t run = active_run_row(run_id);
    for (const DatasetInput& input : datasets) {
        check_dataset(input.dataset);
        const std::int64_t dataset = dataset_row(input.dataset);
        db_.cached("INSERT OR IGNORE INTO inputs (run, dataset) VALUES (?, ?)").bind(run, dataset).run();
        auto& statement = db_.cached("SELECT input FROM inputs WHERE run = ? AND dataset = ?").bind(run, dataset);
        const auto number = first(statement, [](const base::Row& row) { return row.get<std::int64_t>(0); });
        for (const Tag& tag : input.tags) {
            check_key("input tag", tag.key);
            db_.cached(
                   "INSERT INTO input_tags (input, key, value) VALUES (?, ?, ?) "
                   "ON CONFLICT DO UPDATE SET value = excluded.value")
                .bind(number, tag.key, checked_value("input tag", tag.key, tag.value, max_tag_length))
                .run();
        }
    }
    for (const std::string& model : model_ids) {
        check_run_id(model);
        db_.cached("INSERT OR IGNORE INTO model_inputs (run, model_id) VALUES (?, ?)").bind(run, model).run();
    }
    transaction.commit();
}

void SqliteTracking::log_outputs(const std::string& run_id, const std::vector<ModelOutput>& models) {
    base::Transaction transaction(db_);
    const std::int64_t run = active_run_row(run_id);
    for (const ModelOutput& output : models) {
        check_run_id(output.model_id);
        db_.cached("INSERT OR IGNORE INTO model_outputs (run, model_id, step) VALUES (?, ?, ?)")
            .bind(run, output.model_id, output.step)
            .run();
    }
    transaction.commit();
}

}  // namespace mlp::tracking

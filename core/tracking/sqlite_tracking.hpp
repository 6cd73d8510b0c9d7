// TrackingStore on the store's database. One class, written in several files by noun: sqlite_experiments.cpp,
// sqlite_runs.cpp, sqlite_logging.cpp, sqlite_inputs.cpp, sqlite_models.cpp, sqlite_search.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/store/store.hpp"
#include "core/tracking/store.hpp"

namespace mlp::tracking {

class SqliteTracking final : public TrackingStore {
public:
    explicit SqliteTracking(store::Store& store) : store_(store), db_(store.db()) {}

    std::string create_experiment(const std::string& name, const std::vector<Tag>& tags,
                                  const std::optional<std::string>& artifact_location) override;
    std::string import_experiment(const Experiment& experiment) override;
    std::optional<Experiment> find_experiment(const std::string& id) override;
    std::optional<Experiment> find_experiment_by_name(const std::string& name) override;
    Page<Experiment> search_experiments(const Search& search) override;
    void rename_experiment(const std::string& id, const std::string& name) override;
    void delete_experiment(const std::string& id) override;
    void restore_experiment(const std::string& id) override;
    void set_experiment_tag(const std::string& id, const Tag& tag) override;
    void delete_experiment_tag(const std::string& id, const std::string& key) override;

    RunInfo create_run(const NewRun& run) override;
    std::optional<Run> find_run(const std::string& id) override;
    std::string resolve_run(const std::string& prefix) override;
    Page<Run> search_runs(const Search& search) override;
    std::vector<std::string> child_runs(const std::string& parent_id) override;
    void update_run(const std::string& id, std::optional<RunStatus> status, std::optional<Millis> end_time,
                    const std::optional<std::string>& name) override;
    void delete_run(const std::string& id) override;
    void restore_run(const std::string& id) override;
    std::vector<std::string> reap() override;
    std::vector<RemovedRun> runs_deleted_before(Millis time) override;
    std::vector<RemovedRun> remove_runs(const std::vector<std::string>& ids) override;

    void log(const std::string& run_id, const Batch& batch) override;
    void delete_tag(const std::string& run_id, const std::string& key) override;
    void log_inputs(const std::string& run_id, const std::vector<DatasetInput>& datasets,
                    const std::vector<std::string>& model_ids) override;
    void log_outputs(const std::string& run_id, const std::vector<ModelOutput>& models) override;
    Page<Metric> metric_history(const std::string& run_id, const std::string& key, std::int64_t max_results,
                                const std::string& page_token) override;
    std::vector<Artifact> list_artifacts(const std::string& run_id) override;
    std::optional<Artifact> find_artifact(const std::string& run_id, const std::string& path) override;

    void put_document(const std::string& run_id, const std::string& name, const base::Json& value) override;
    std::optional<base::Json> find_document(const std::string& run_id, const std::string& name) override;
    std::vector<std::string> list_documents(const std::string& run_id) override;

    LoggedModel create_logged_model(const LoggedModel& model) override;
    std::optional<LoggedModel> find_logged_model(const std::string& id) override;
    Page<LoggedModel> search_logged_models(const Search& search) override;
    void set_logged_model_status(const std::string& id, LoggedModelStatus status) override;
    void log_model_params(const std::string& id, const std::vector<Param>& params) override;
    void set_logged_model_tags(const std::string& id, const std::vector<Tag>& tags) override;
    void delete_logged_model_tag(const std::string& id, const std::string& key) override;
    void delete_logged_model(const std::string& id) override;

private:
    // Row numbers behind the ids. `active_…` also refuse what is deleted.
    std::int64_t experiment_row(const std::string& id);
    std::int64_t run_row(const std::string& id);
    std::int64_t active_run_row(const std::string& id);
    std::int64_t active_model_row(const std::string& id);

    Experiment load_experiment(std::int64_t experiment);
    RunInfo load_run_info(std::int64_t run);
    Run load_run(std::int64_t run);
    LoggedModel load_model(std::int64_t model);
    void load_inputs(std::int64_t run, Run& into);

    std::string name_of_new_run(const NewRun& run);
    std::string put_tag(std::int64_t run, const Tag& tag);
    void set_tag(std::int64_t run, const Tag& tag);
    void log_metrics(std::int64_t run, const std::vector<Metric>& metrics);
    void log_params(const std::string& run_id, std::int64_t run, const std::vector<Param>& params);
    std::int64_t dataset_row(const Dataset& dataset);
    void set_lifecycle(std::int64_t run, Lifecycle lifecycle, const std::optional<std::string>& deleted_with);
    std::vector<std::pair<std::int64_t, std::string>> descendants(const std::string& id);
    RemovedRun removed_run(std::int64_t run);
    void put_model_params(std::int64_t model, const std::string& id, const std::vector<Param>& params);
    void put_model_tags(std::int64_t model, const std::vector<Tag>& tags);
    void touch_model(std::int64_t model);

    store::Store& store_;
    base::Db& db_;
};

}  // namespace mlp::tracking

// The tracking store: experiments, runs and all that is logged to them. Embedded in SQLite here; a server speaks it by
// REST later.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/tracking/types.hpp"

namespace mlp::store {
class Store;
}

namespace mlp::tracking {

enum class View { active, deleted, all };

struct NewRun {
    std::string experiment_id = {};
    std::optional<std::string> name = {};  ///< random "adjective-animal-number" without one
    std::string user_id = {};
    std::optional<Millis> start_time = {};  ///< now without one
    std::vector<Tag> tags = {};
    std::optional<std::string> parent_id = {};
    std::optional<std::string> id = {};  ///< for imports and for callers that must know it first
    std::optional<int> owner_pid = {};   ///< the run ends as killed once this process of this host is gone
    std::optional<std::string> artifact_uri =
        {};  ///< for imports; `<experiment location>/<run id>/artifacts` without one
};

struct Search {
    std::vector<std::string> experiment_ids = {};  ///< empty: all
    std::string filter = {};                       ///< MLflow's filter language; see search.hpp
    std::vector<std::string> order_by = {};
    View view = View::active;
    std::int64_t max_results = 1000;
    std::string page_token = {};
};
template <class T>
struct Page {
    std::vector<T> items = {};
    std::string next_page_token = {};  ///< empty: no more
};

/// A run that is, or would be, gone for good.
struct RemovedRun {
    RunInfo info = {};
    Millis deleted_time = 0;
    std::uint64_t artifact_bytes = 0;
    std::vector<std::string> freed = {};  ///< digests that no other run names
};

/// One row of how a stage was locked, and other writers that join a unit of work, use the same connection inside
/// base::Transaction (it nests), so that lock entry, tracking and audit rows commit together.
class TrackingStore {
public:
    virtual ~TrackingStore() = default;

    // Experiments. Names are unique, deleted ones stay reserved (Error{conflict}).
    virtual std::string create_experiment(const std::string& name, const std::vector<Tag>& tags = {},
                                          const std::optional<std::string>& artifact_location = {}) = 0;
    /// Makes an experiment of another store, times included, under an id of its own, which is returned. A place that
    /// was the default there (it holds the id) is the default here.
    virtual std::string import_experiment(const Experiment& experiment) = 0;
    virtual std::optional<Experiment> find_experiment(const std::string& id) = 0;
    virtual std::optional<Experiment> find_experiment_by_name(const std::string& name) = 0;
    virtual Page<Experiment> search_experiments(const Search& search) = 0;
    virtual void rename_experiment(const std::string& id, const std::string& name) = 0;
    virtual void delete_experiment(const std::string& id) = 0;
    virtual void restore_experiment(const std::string& id) = 0;
    virtual void set_experiment_tag(const std::string& id, const Tag& tag) = 0;
    virtual void delete_experiment_tag(const std::string& id, const std::string& key) = 0;

    // Runs. Unknown id: Error{missing}; writing to a deleted run: Error{conflict}.
    virtual RunInfo create_run(const NewRun& run) = 0;
    virtual std::optional<Run> find_run(const std::string& id) = 0;
    /// A unique prefix of 4 or more hex digits; none: Error{missing}; several: Error{usage} that lists them.
    virtual std::string resolve_run(const std::string& prefix) = 0;
    virtual Page<Run> search_runs(const Search& search) = 0;
    virtual std::vector<std::string> child_runs(const std::string& parent_id) = 0;
    virtual void update_run(const std::string& id, std::optional<RunStatus> status, std::optional<Millis> end_time,
                            const std::optional<std::string>& name) = 0;
    virtual void delete_run(const std::string& id) = 0;   ///< children too; audited
    virtual void restore_run(const std::string& id) = 0;  ///< audited
    /// Ends runs of this host whose owner process is gone as KILLED; returns their ids. Called by every tracking
    /// command.
    virtual std::vector<std::string> reap() = 0;
    /// Deleted runs whose deletion is older than `time`, with what would go with them.
    virtual std::vector<RemovedRun> runs_deleted_before(Millis time) = 0;
    /// Removes deleted runs for good, in one audited transaction; a run that is not deleted: Error{conflict}. Their
    /// objects stay where they are: others may hold them (the object store's own gc decides).
    virtual std::vector<RemovedRun> remove_runs(const std::vector<std::string>& ids) = 0;

    // Logging. `log` is one transaction; params are write-once (another value: Error{conflict}); an exact repeat of a
    // metric point is kept once; keys are checked by MLflow's rules.
    virtual void log(const std::string& run_id, const Batch& batch) = 0;
    virtual void delete_tag(const std::string& run_id, const std::string& key) = 0;
    virtual void log_inputs(const std::string& run_id, const std::vector<DatasetInput>& datasets,
                            const std::vector<std::string>& model_ids) = 0;
    virtual void log_outputs(const std::string& run_id, const std::vector<ModelOutput>& models) = 0;
    virtual Page<Metric> metric_history(const std::string& run_id, const std::string& key,
                                        std::int64_t max_results = 25000, const std::string& page_token = {}) = 0;
    virtual std::vector<Artifact> list_artifacts(const std::string& run_id) = 0;
    virtual std::optional<Artifact> find_artifact(const std::string& run_id, const std::string& path) = 0;

    /// Named JSON documents of a run that are mlp's own ("git", "diff", "host", "packages", "stages", "command").
    /// Replaced as a whole.
    virtual void put_document(const std::string& run_id, const std::string& name, const base::Json& value) = 0;
    virtual std::optional<base::Json> find_document(const std::string& run_id, const std::string& name) = 0;
    virtual std::vector<std::string> list_documents(const std::string& run_id) = 0;

    // Logged models (MLflow 3).
    virtual LoggedModel create_logged_model(
        const LoggedModel& model) = 0;  ///< id, times, artifact_uri filled in when empty
    virtual std::optional<LoggedModel> find_logged_model(const std::string& id) = 0;
    virtual Page<LoggedModel> search_logged_models(const Search& search) = 0;
    virtual void set_logged_model_status(const std::string& id, LoggedModelStatus status) = 0;
    virtual void log_model_params(const std::string& id, const std::vector<Param>& params) = 0;
    virtual void set_logged_model_tags(const std::string& id, const std::vector<Tag>& tags) = 0;
    virtual void delete_logged_model_tag(const std::string& id, const std::string& key) = 0;
    virtual void delete_logged_model(const std::string& id) = 0;
};

/// The embedded implementation on the store's database.
std::unique_ptr<TrackingStore> open_tracking(store::Store& store);

}  // namespace mlp::tracking

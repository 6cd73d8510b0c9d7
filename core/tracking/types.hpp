// The nouns of tracking, with MLflow's names, limits and units: experiments, runs, metrics, params, tags, inputs,
// logged models. Times are milliseconds UTC. A field that is absent is nothing, not an empty text.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/env.hpp"
#include "core/base/json.hpp"

namespace mlp::tracking {

using base::Millis;

enum class Lifecycle { active, deleted };
enum class RunStatus { running, scheduled, finished, failed, killed };
std::string_view status_name(RunStatus status);  ///< "RUNNING" …
std::optional<RunStatus> parse_status(std::string_view name);
bool is_ended(RunStatus status);                       ///< finished, failed or killed
std::string_view lifecycle_name(Lifecycle lifecycle);  ///< "active", "deleted"

/// Equal to the bit (0.0 is not -0.0), but NaN equals NaN.
bool same_number(double a, double b);

struct Tag {
    std::string key = {};
    std::string value = {};
    bool operator==(const Tag&) const = default;
};
struct Param {
    std::string key = {};
    std::string value = {};
    bool operator==(const Param&) const = default;
};

struct Metric {
    std::string key = {};
    double value = 0;  ///< any double: NaN, infinities, -0.0 and denormals survive
    Millis timestamp = 0;
    std::int64_t step = 0;  ///< may be negative
    std::optional<std::string> model_id = {};
    std::optional<std::string> dataset_name = {};
    std::optional<std::string> dataset_digest = {};
    bool operator==(const Metric& other) const;  ///< NaN equals NaN here
};

struct Experiment {
    std::string id = {};  ///< decimal text; "0" is Default
    std::string name = {};
    std::string artifact_location = {};
    Lifecycle lifecycle = Lifecycle::active;
    Millis creation_time = 0;
    Millis last_update_time = 0;
    std::vector<Tag> tags = {};
    bool operator==(const Experiment&) const = default;
};

struct Dataset {
    std::string name = {};
    std::string digest = {};
    std::string source_type = {};
    std::string source = {};
    std::optional<std::string> schema = {};
    std::optional<std::string> profile = {};
    bool operator==(const Dataset&) const = default;
};
struct DatasetInput {
    Dataset dataset = {};
    std::vector<Tag> tags = {};  ///< "mlflow.data.context" …
    bool operator==(const DatasetInput&) const = default;
};
struct ModelOutput {
    std::string model_id = {};
    std::int64_t step = 0;
    bool operator==(const ModelOutput&) const = default;
};

struct RunInfo {
    std::string id = {};  ///< 32 hex
    std::string name = {};
    std::string experiment_id = {};
    std::string user_id = {};
    RunStatus status = RunStatus::running;
    Millis start_time = 0;
    std::optional<Millis> end_time = {};
    std::string artifact_uri = {};
    Lifecycle lifecycle = Lifecycle::active;
    std::optional<std::string> parent_id = {};  ///< mirrors the tag mlflow.parentRunId
    bool operator==(const RunInfo&) const = default;
};

struct Run {
    RunInfo info = {};
    std::vector<Metric> metrics = {};  ///< the latest of each key (greatest step, timestamp, value), by key
    std::vector<Param> params = {};    ///< by key
    std::vector<Tag> tags = {};        ///< by key
    std::vector<DatasetInput> dataset_inputs = {};
    std::vector<std::string> model_inputs = {};
    std::vector<ModelOutput> model_outputs = {};
    bool operator==(const Run&) const = default;
};

enum class LoggedModelStatus { pending, ready, upload_failed };
std::string_view status_name(LoggedModelStatus status);  ///< "PENDING", "READY", "UPLOAD_FAILED"
std::optional<LoggedModelStatus> parse_model_status(std::string_view name);
struct LoggedModel {
    std::string id = {};  ///< "m-" + 32 hex
    std::string experiment_id = {};
    std::string name = {};
    Millis creation_time = 0;
    Millis last_updated_time = 0;
    std::string artifact_uri = {};
    LoggedModelStatus status = LoggedModelStatus::pending;
    std::string model_type = {};
    std::string source_run_id = {};
    std::vector<Tag> tags = {};
    std::vector<Param> params = {};
    std::vector<Metric> metrics = {};
    std::vector<std::string> metric_run_ids = {};                         ///< run of each metric above, same order
    std::vector<std::pair<std::string, std::string>> registrations = {};  ///< registered model name, version
    bool operator==(const LoggedModel&) const = default;
};

/// A file of a run, stored by digest.
struct Artifact {
    std::string path = {};  ///< relative, '/' separators
    std::uint64_t size = 0;
    std::string digest = {};  ///< "sha256:…"
};

/// Several writes to one run, kept all or none.
struct Batch {
    std::vector<Metric> metrics = {};
    std::vector<Param> params = {};
    std::vector<Tag> tags = {};
    std::vector<Artifact> artifacts = {};  ///< content is in the object store already
    bool empty() const { return metrics.empty() && params.empty() && tags.empty() && artifacts.empty(); }
};

// Limits of keys and values (MLflow's). Offending values are Error{invalid} that names the key; param and tag values
// are cut.
inline constexpr std::size_t max_key_length = 250;
inline constexpr std::size_t max_param_length = 6000;
inline constexpr std::size_t max_tag_length = 8000;
inline constexpr std::size_t max_experiment_name_length = 500;
inline constexpr std::size_t max_experiment_tag_length = 20'000;

}  // namespace mlp::tracking

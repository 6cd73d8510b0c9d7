// Runs and experiments as JSON and as text, the same in every `mlp track` command.
#pragma once

#include <string>
#include <vector>

#include "cli/output/text.hpp"
#include "core/base/json.hpp"
#include "core/tracking/types.hpp"

namespace mlp::cli {

/// run_id, run_name, experiment_id, status, start_time, end_time …, metrics {key: value}, params {key: value}, tags
/// {key: value}.
base::Json run_json(const tracking::Run& run);
/// key, value, step, timestamp, and what else the point has.
base::Json metric_json(const tracking::Metric& metric);
base::Json experiment_json(const tracking::Experiment& experiment);
base::Json dataset_input_json(const tracking::DatasetInput& input);
base::Json artifact_json(const tracking::Artifact& artifact);

Label status_label(tracking::RunStatus status);
/// As long as it takes to be told apart by eye: the first 8 characters.
std::string short_id(const std::string& id);
std::string ago(base::Millis time, base::Millis now);
/// "3.2 s", or "" while it runs.
std::string duration_of(const tracking::RunInfo& info);

/// One row a run: id, name, status, when, how long, and as many metrics as are shared.
void render_runs(const std::vector<tracking::Run>& runs, base::Millis now, Text& text);

}  // namespace mlp::cli

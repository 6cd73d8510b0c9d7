// The lines of a run export (docs/formats/run-jsonl.md): each object of tracking as JSON, and read back with its
// mistakes named.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.hpp"
#include "core/tracking/types.hpp"

namespace mlp::tracking {

inline constexpr int export_version = 1;

/// A line begins with "type"; lines of a run name it as "run_id".
base::Json line_of(std::string_view type, std::string_view run_id = {});

void put(base::Json& line, const Experiment& experiment);
void put(base::Json& line, const RunInfo& info, const std::string& experiment_name);
void put(base::Json& line, const Metric& metric);
void put(base::Json& line, const DatasetInput& input);
void put(base::Json& line,
         const LoggedModel& model);  ///< without metrics and registrations: runs and versions have them
void put(base::Json& line, const Artifact& artifact);

// The reverse. A field that is absent or of another kind: Error{invalid} that names it.
Experiment read_experiment(const base::Json& line);
RunInfo read_run(const base::Json& line);  ///< experiment_id is the *name* of the experiment
Metric read_metric(const base::Json& line);
DatasetInput read_input(const base::Json& line);
LoggedModel read_model(const base::Json& line);
Artifact read_artifact(const base::Json& line);

// Fields of any line.
std::string text_field(const base::Json& line, const char* key);
std::optional<std::string> text_field_if(const base::Json& line, const char* key);
std::int64_t integer_field(const base::Json& line, const char* key);

}  // namespace mlp::tracking

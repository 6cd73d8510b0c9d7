// Stage results in the forms that tracking keeps: documents, parameters, metrics, artifacts, inputs.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "core/data/object_store.hpp"
#include "core/pipeline/lock.hpp"
#include "core/pipeline/run.hpp"
#include "core/tracking/types.hpp"

namespace mlp::cli {

/// "train.lr" → "0.1"; keys of other files as "other.yaml:key"; a whole file, and a map, as its leaves. Keys are made fit for
/// tracking.
std::map<std::string, std::string> flat_params(const pipeline::StageInputs& inputs);

/// `stage`.`key` as a metric of the parent run: "evaluate.auc"; the '@' of an expanded stage becomes '/'.
std::string parent_metric_key(const std::string& stage, const std::string& key);
/// Characters that tracking does not allow in keys become '_'.
std::string tracking_key(const std::string& key);

std::vector<tracking::Metric> metrics_of(const pipeline::StageResult& result, const std::string& prefix);
/// Metrics files, plots (folders as their files) and the log, as far as the object store has them.
std::vector<tracking::Artifact> artifacts_of(const pipeline::StageResult& result, const data::ObjectStore& objects);
std::vector<tracking::DatasetInput> inputs_of(const pipeline::StageInputs& inputs);

/// {outs, deps, params, fingerprint}
base::Json entry_document(const pipeline::LockedStage& entry, const base::Digest& fingerprint);
/// The same with how it went: {…, status, duration_ms, exit_code, peak_memory_bytes …}
base::Json stage_document(const pipeline::StageResult& result);
/// All stages of the lock: {name: {…}}; with the metrics files and plots that each declares, so that they can be told
/// from other outputs later. `db` knows who made what was left alone.
base::Json stages_document(const pipeline::RunSummary& summary, const pipeline::Lock& lock,
                           const config::Project& project, base::Db& db);

}  // namespace mlp::cli

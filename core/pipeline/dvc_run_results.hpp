// Earlier results of a stage of DVC, between the engine's values and DVC's run cache (docs/decisions/0014).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/pipeline/dvc_run_cache.hpp"
#include "core/pipeline/lock.hpp"
#include "core/pipeline/run_cache.hpp"

namespace mlp::pipeline {

/// Under which key DVC keeps results of a run with these inputs. Only for what dvc_run_cache_takes().
std::string dvc_result_key(const config::Stage& stage, const StageInputs& inputs);
/// A result as DVC keeps it.
DvcLockedStage dvc_result_entry(const config::Stage& stage, const LockedStage& entry);

/// The outputs of the newest run with these inputs. An entry that cannot be read counts as none.
std::optional<Outputs> find_dvc_result(const DvcRunCache& cache, const config::Stage& stage, const StageInputs& inputs);

/// Takes the text of an entry that came from elsewhere into the cache. One that cannot be read, or does not belong
/// under `key`, counts as none.
std::optional<Outputs> take_dvc_result(const DvcRunCache& cache, const config::Stage& stage, const std::string& key,
                                       std::string_view text, std::string_view name);

/// Keeps a result for DVC and for ourselves, when it is of a kind that DVC keeps. The objects are in the cache already.
void keep_dvc_result(const DvcRunCache& cache, const config::Stage& stage, const LockedStage& entry);

}  // namespace mlp::pipeline

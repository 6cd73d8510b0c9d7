// Earlier results of a stage of DVC, between the engine's values and DVC's run cache (docs/decisions/0014).
#pragma once

#include <optional>

#include "core/pipeline/dvc_run_cache.hpp"
#include "core/pipeline/lock.hpp"
#include "core/pipeline/run_cache.hpp"

namespace mlp::pipeline {

/// The outputs of the newest run with these inputs. An entry that cannot be read counts as none.
std::optional<Outputs> find_dvc_result(const DvcRunCache& cache, const config::Stage& stage, const StageInputs& inputs);

/// Keeps a result for DVC and for ourselves, when it is of a kind that DVC keeps. The objects are in the cache already.
void keep_dvc_result(const DvcRunCache& cache, const config::Stage& stage, const LockedStage& entry);

}  // namespace mlp::pipeline

#include "core/pipeline/dvc_run_results.hpp"

#include "core/pipeline/dvc_entries.hpp"

namespace mlp::pipeline {

std::optional<Outputs> find_dvc_result(const DvcRunCache& cache, const config::Stage& stage,
                                       const StageInputs& inputs) {
    if (!dvc_run_cache_takes(stage)) return std::nullopt;
    LockedStage asked{inputs, {}};
    for (const config::Output& out : stage.outs) asked.outs[out.path];  // its path alone goes into the key
    const auto found = cache.newest(DvcRunCache::key(to_dvc(stage, asked, nullptr)));
    return found ? std::optional(from_dvc(stage, *found).outs) : std::nullopt;
}

void keep_dvc_result(const DvcRunCache& cache, const config::Stage& stage, const LockedStage& entry) {
    if (dvc_run_cache_takes(stage) && dvc_run_cache_keeps(stage)) cache.save(to_dvc(stage, entry, nullptr));
}

}  // namespace mlp::pipeline

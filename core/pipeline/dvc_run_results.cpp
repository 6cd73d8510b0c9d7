#include "core/pipeline/dvc_run_results.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "core/pipeline/dvc_entries.hpp"

namespace mlp::pipeline {

std::string dvc_result_key(const config::Stage& stage, const StageInputs& inputs) {
    LockedStage asked{inputs, {}};
    for (const config::Output& out : stage.outs) asked.outs[out.path];  // its path alone goes into the key
    return DvcRunCache::key(to_dvc(stage, asked, nullptr));
}

DvcLockedStage dvc_result_entry(const config::Stage& stage, const LockedStage& entry) {
    return to_dvc(stage, entry, nullptr);
}

std::optional<Outputs> find_dvc_result(const DvcRunCache& cache, const config::Stage& stage,
                                       const StageInputs& inputs) {
    if (!dvc_run_cache_takes(stage)) return std::nullopt;
    const auto found = cache.newest(dvc_result_key(stage, inputs));
    return found ? std::optional(from_dvc(stage, *found).outs) : std::nullopt;
}

std::optional<Outputs> take_dvc_result(const DvcRunCache& cache, const config::Stage& stage, const std::string& key,
                                       std::string_view text, std::string_view name) {
    try {
        const DvcLockedStage entry = parse_dvc_stage(text, name);
        if (DvcRunCache::key(entry) != key) return std::nullopt;
        cache.save(entry);
        return from_dvc(stage, entry).outs;
    } catch (const Error& error) {
        if (error.kind() != Kind::invalid) throw;
        return std::nullopt;
    }
}

void keep_dvc_result(const DvcRunCache& cache, const config::Stage& stage, const LockedStage& entry) {
    if (!dvc_run_cache_takes(stage) || !dvc_run_cache_keeps(stage)) return;
    const DvcLockedStage kept = dvc_result_entry(stage, entry);
    // As DVC has it, what a parameter file without parameters stands for cannot be told.
    const bool told = std::none_of(kept.params.begin(), kept.params.end(), [](const auto& file) { return file.second.empty(); });
    if (told) cache.save(kept);
}

}  // namespace mlp::pipeline

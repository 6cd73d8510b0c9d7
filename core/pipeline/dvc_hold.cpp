#include "core/pipeline/dvc_hold.hpp"

#include <algorithm>
#include <functional>

#include "core/pipeline/dvc_contents.hpp"

namespace mlp::pipeline {

DvcHold::DvcHold(Contents& contents, const Graph& graph, const std::vector<std::size_t>& selected,
                 const std::string& command, std::chrono::milliseconds patience) {
    std::vector<std::string> reads;
    std::vector<std::string> writes;
    for (const std::size_t index : selected) {
        const config::Stage& stage = graph.stage(index);
        if (!stage.is_of_dvc()) continue;
        for (const config::PathRef& dep : stage.deps) {
            if (!dep.is_url()) reads.push_back(dep.path);
        }
        for (const config::Output& out : stage.outs) {
            if (!out.is_url()) writes.push_back(out.path);
        }
    }
    if (reads.empty() && writes.empty()) return;
    table_.emplace(contents.root(), contents.dvc().config(), command);
    hold_.emplace(table_->acquire(reads, writes, patience));
}

std::optional<data::dvc::LockFile> lock_dvc_project(Contents& contents, const config::Project& project) {
    const auto& stages = project.stages;
    if (std::none_of(stages.begin(), stages.end(), std::mem_fn(&config::Stage::is_of_dvc))) return std::nullopt;
    return data::dvc::lock_project(contents.root(), contents.dvc().config());
}

}  // namespace mlp::pipeline

#include "core/pipeline/dvc_hold.hpp"

#include <algorithm>

#include "core/pipeline/dvc_contents.hpp"

namespace mlp::pipeline {

namespace {

bool is_of_dvc(const config::Stage& stage) { return stage.origin != config::Origin::mlp; }

}  // namespace

DvcHold::DvcHold(Contents& contents, const Graph& graph, const std::vector<std::size_t>& selected,
                 const std::string& command, std::chrono::milliseconds patience) {
    std::vector<std::string> reads;
    std::vector<std::string> writes;
    for (const std::size_t index : selected) {
        const config::Stage& stage = graph.stage(index);
        if (!is_of_dvc(stage)) continue;
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

std::optional<data::dvc::LockFile> lock_dvc_project(Contents& contents, const Graph& graph) {
    const auto& stages = graph.project().stages;
    if (std::none_of(stages.begin(), stages.end(), is_of_dvc)) return std::nullopt;
    return data::dvc::lock_project(contents.root(), contents.dvc().config());
}

}  // namespace mlp::pipeline

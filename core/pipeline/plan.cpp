#include "core/pipeline/plan.hpp"

#include <algorithm>

namespace mlp::pipeline {

bool Plan::nothing_to_do() const {
    return std::all_of(stages.begin(), stages.end(),
                       [](const PlannedStage& stage) { return stage.decision.action == Action::none; });
}

Plan make_plan(const Graph& graph, const std::vector<std::size_t>& selected, const Lock& lock, Inspector& inspector,
               Decider& decider) {
    Plan plan;
    std::vector<bool> runs(graph.size());
    for (const std::size_t index : graph.order()) {
        if (!std::binary_search(selected.begin(), selected.end(), index)) continue;
        const config::Stage& stage = graph.stage(index);
        std::vector<std::string> upstream;
        for (const std::size_t up : graph.upstream(index)) {
            if (runs[up]) upstream.push_back(graph.stage(up).name);
        }
        const LockedStage* locked = lock.find(stage.name);
        Decision decision;
        try {
            decision = upstream.empty() ? decider.decide(stage, locked) : decider.decide_later(stage, locked, upstream);
        } catch (const Error& error) {
            if (error.kind() != Kind::missing) throw;
            decision.action = Action::run;
            decision.reasons = {{Reason::Kind::blocked, error.message()}};
        }
        runs[index] = decision.action == Action::run;
        for (const config::Output& out : stage.outs) {
            if (runs[index]) inspector.assume_unknown(out.path);
        }
        for (const auto& [path, content] : decision.outputs) inspector.assume(path, content);
        plan.stages.push_back({index, std::move(decision)});
    }
    return plan;
}

}  // namespace mlp::pipeline

// What a run would do, found out without doing anything: the view of `mlp status` and `mlp run --dry-run`.
#pragma once

#include <vector>

#include "core/pipeline/decision.hpp"
#include "core/pipeline/graph.hpp"

namespace mlp::pipeline {

struct PlannedStage {
    std::size_t index = 0;
    Decision decision;
};

struct Plan {
    std::vector<PlannedStage> stages;  ///< in an order in which they could run
    bool nothing_to_do() const;
};

/// @param selected  ascending, as Graph::targets gives them
/// A stage behind one that would be restored is judged by the restored contents; behind one that would run it counts as
/// running too, although its input may turn out to be the same.
Plan make_plan(const Graph& graph, const std::vector<std::size_t>& selected, const Lock& lock, Inspector& inspector,
               Decider& decider);

}  // namespace mlp::pipeline

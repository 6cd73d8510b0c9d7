// The results of `mlp run` and `mlp status` as documents and as text.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/output/report.hpp"
#include "core/pipeline/graph.hpp"
#include "core/pipeline/plan.hpp"
#include "core/pipeline/run.hpp"

namespace mlp::cli {

struct RunFacts {
    std::optional<std::string> run_id;         ///< when a run was tracked
    std::vector<std::string> parameters = {};  ///< what --set changed
    std::filesystem::path root = {};
};

Report run_report(const pipeline::RunSummary& summary, const RunFacts& facts);
/// Everything was up to date, found without looking at single stages.
Report nothing_to_do_report(const std::vector<std::string>& stages);

/// What a run would do: `mlp run --dry-run`.
Report dry_run_report(const pipeline::Graph& graph, const pipeline::Plan& plan);
/// `mlp status`; @param demand exit 1 when something would run
Report status_report(const pipeline::Graph& graph, const pipeline::Plan& plan, bool demand);
Report status_current_report(const std::vector<std::string>& stages);

}  // namespace mlp::cli

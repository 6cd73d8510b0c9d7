// `--explain`: why stages ran, were restored or were left alone, as the decisions themselves noted it; now, and the
// last time anything was done about them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/output/report.hpp"
#include "cli/pipeline/site.hpp"
#include "core/pipeline/plan.hpp"
#include "core/pipeline/run.hpp"

namespace mlp::cli {

/// What an earlier `mlp run` noted about a stage that it ran or restored.
struct RecordedDecision {
    std::string run_id;  ///< of the pipeline's run
    base::Millis time = 0;
    std::string status;  ///< "ran", "restored", "failed" …
    std::string why;
    std::string failure = {};  ///< of one that failed: "exit code 3"
};

/// One stage, explained.
struct Explained {
    std::string stage;
    std::string verdict;  ///< "ran", "would run", "is up to date" …
    std::string why;
    std::optional<RecordedDecision> before = {};
};

/// The stages that were named, or all that were selected; each with the newest record of a run other than `run_id`.
std::vector<Explained> explain(Site& site, const Asked& asked, const pipeline::RunSummary& summary,
                               const std::string& run_id);
std::vector<Explained> explain(Site& site, const Asked& asked, const pipeline::Plan& plan);

/// Appends the explanations to a report on stages: `recorded` in their rows, and paragraphs in its text.
void add_explanations(Report& report, std::vector<Explained> explained);

/// Appends those stages of the plan that the newest run tried and that failed in it, each with the way to its log.
void add_last_failures(Report& report, Site& site, const pipeline::Plan& plan);

}  // namespace mlp::cli

// Logs that are no longer in .mlp/logs: tracked runs keep them as artifacts.
#pragma once

#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "cli/output/report.hpp"
#include "core/pipeline/logs.hpp"

namespace mlp::cli {

/// Writes the log artifacts of a run (or of the stages of a pipeline's run) to standard output. Neither a run nor a
/// stage by that name: Error{missing}; a stage without a log: says so. @param local  what there is, for suggestions
Report kept_log(Invocation& call, const std::string& what, const std::vector<pipeline::LogFile>& local);

}  // namespace mlp::cli

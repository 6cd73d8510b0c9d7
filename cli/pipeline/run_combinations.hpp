// `mlp run --set lr=0.1,0.2`: each combination of values as a run of its own, in a copy of the project.
#pragma once

#include <string>
#include <vector>

#include "cli/pipeline/bring_up_to_date.hpp"

namespace mlp::cli {

/// Every combination is one `mlp run` as a process of its own in a copy below .mlp/tmp (see work_copy.hpp), on the same
/// store and object store, as a part of one tracked run. Files of the user are not touched. What is wrong with the
/// edits or the names of stages is told before any starts. A killed one leaves copies that the next run removes. Ended
/// by a signal: prints its report, then throws base::Interrupted.
Report run_combinations(Invocation& call, const RunAsk& ask, const std::vector<std::vector<std::string>>& combinations);

}  // namespace mlp::cli

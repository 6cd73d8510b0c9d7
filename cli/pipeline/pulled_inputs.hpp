// `mlp run --pull` for what the run itself would not make or fetch: data of other repositories, and what stages that are
// not selected have made.
#pragma once

#include "cli/pipeline/site.hpp"

namespace mlp::cli {

/// Data that a selected stage needs and that was imported is in no remote of this project: where it is missing its
/// content is brought into the cache from the repository that it came from. With --single, a missing dependency that
/// another stage makes comes back as the lock has it. What cannot be had is a warning; the run then says who needs it.
void pull_inputs(Site& site, const Asked& asked);

}  // namespace mlp::cli

// `mlp run --pull` for data of other repositories.
#pragma once

#include "cli/pipeline/site.hpp"

namespace mlp::cli {

/// Data that a selected stage needs and that was imported is in no remote of this project: where it is missing its
/// content is brought into the cache from the repository that it came from. What cannot be had is a warning; the run
/// then says who needs it.
void pull_imports(Site& site, const Asked& asked);

}  // namespace mlp::cli

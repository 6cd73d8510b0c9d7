// Data sets that are to go, and the stages that still read them.
#pragma once

#include "cli/pipeline/site.hpp"

namespace mlp::cli {

/// Before a run: a warning for each until its last day, Error{work_failed} after it.
void refuse_deprecated(Site& site, const Asked& asked);
/// Where nothing runs: a warning for each, which says when a run would be refused.
void warn_of_deprecated(Site& site, const Asked& asked);

}  // namespace mlp::cli

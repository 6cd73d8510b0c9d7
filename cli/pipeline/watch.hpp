// `mlp run --watch`: a run, and another one whenever a file that the pipeline reads was saved.
#pragma once

#include "cli/invocation.hpp"
#include "cli/pipeline/bring_up_to_date.hpp"

namespace mlp::cli {

/// Never returns by itself: leaves by base::Interrupted. Each run prints its own report (with --json one document a
/// line); one that fails, or finds a file that is wrong, is told and waited for.
[[noreturn]] void watch(Invocation& call, RunAsk ask);

}  // namespace mlp::cli

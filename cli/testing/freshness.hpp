// Which stages are not up to date: what was measured by them says nothing of the present state.
#pragma once

#include <set>
#include <string>

namespace mlp::cli {

class Invocation;

/// Names of stages that `mlp run` would run or restore.
std::set<std::string> stale_stages(Invocation& call);

}  // namespace mlp::cli

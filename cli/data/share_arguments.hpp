// The arguments that push, fetch and pull have in common.
#pragma once

#include <vector>

#include "cli/command.hpp"
#include "cli/data/sharing.hpp"

namespace mlp::cli {

/// @param ask is written to; it must live as long as the command
std::vector<Argument> share_arguments(ShareAsk& ask);

}  // namespace mlp::cli

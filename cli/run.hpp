// One call of mlp from its words to its exit code.
#pragma once

#include <string>
#include <vector>

#include "cli/invocation.hpp"

namespace mlp::cli {

/// Parses, runs, prints. Everything that goes wrong is thrown: main() holds the only catch.
/// @param globals  filled as soon as flags are read, for the caller's error output
int run(const std::vector<std::string>& words, Globals& globals);

}  // namespace mlp::cli

// What mlp.yaml says against the files that are there.
#pragma once

#include "core/config/findings.hpp"
#include "core/config/project.hpp"

namespace mlp::config {

/// Dependencies, lock files, contracts, model files and parameters that exist neither in the project nor as an output
/// of a stage. Reads parameter files; asks the file system once for each path.
void check_files(const Project& project, Findings& findings);

}  // namespace mlp::config

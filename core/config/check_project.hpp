// What `validate` alone looks for in a project as a whole: nothing here stops a stage from running.
#pragma once

#include "core/config/command_places.hpp"
#include "core/config/findings.hpp"
#include "core/config/project.hpp"

namespace mlp::config {

/// Parameters and stages that nothing uses. Only where mlp.yaml stands for the project: what DVC's users do with the
/// rest of a params.yaml is theirs.
void check_unused(const Project& project, Findings& findings);

/// Files that commands name, and modules of the project that their scripts import, that are no dependencies.
void check_undeclared(const Project& project, CommandPlaces& places, Findings& findings);

/// Keys and passwords in the files that the project is read from.
void check_secrets(const Project& project, Findings& findings);

/// Gates on metrics that the files of their stages do not have; owners that are missing.
void check_release(const Project& project, Findings& findings);

}  // namespace mlp::config

// Where content is to go, as the rooms that open remotes and read DVC's settings see it.
#pragma once

#include "cli/invocation.hpp"
#include "core/config/validate.hpp"

namespace mlp::cli {

/// Outputs that are to go to a remote which the settings do not name, as warnings: only a push fails.
void check_output_remotes(Invocation& call, const config::Project& project, config::Findings& findings);
/// Remotes of the project that cannot be opened; in a project of DVC what DVC would refuse in its settings. Nothing is
/// reached.
void validate_remotes(Invocation& call, config::Validated& into);

}  // namespace mlp::cli

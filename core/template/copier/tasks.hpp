// The tasks and migrations of a copier template, as commands to run.
#pragma once

#include <string>
#include <vector>

#include "core/template/copier/session.hpp"

namespace mlp::tmpl::copier {

/// What they are, for people.
std::vector<std::string> task_titles(const Config& config);

/// `_tasks` whose condition holds, rendered.
std::vector<HostCommand> task_commands(const Session& session);

}  // namespace mlp::tmpl::copier

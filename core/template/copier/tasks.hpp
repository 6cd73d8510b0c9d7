// The tasks and migrations of a copier template, as commands to run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/template/copier/session.hpp"

namespace mlp::tmpl::copier {

/// What the tasks are, for people.
std::vector<std::string> task_titles(const Config& config);

/// `_tasks` whose condition holds, rendered.
std::vector<HostCommand> task_commands(const Session& session);

/// `_migrations` that lie between the revision that the project has and the new one, and whose condition holds.
/// Nothing where one of the revisions is no version.
/// @param stage "before" the files are written, or "after"
std::vector<HostCommand> migration_commands(const Session& session, std::string_view stage);

}  // namespace mlp::tmpl::copier

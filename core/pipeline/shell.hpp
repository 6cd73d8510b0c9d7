// How a stage's commands are handed to a shell.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/config/project.hpp"

namespace mlp::pipeline {

/// What stands before each command. For dvc.yaml the user's own shell ($SHELL, else /bin/sh) without its start-up files, as DVC
/// calls it; for mlp.yaml the shell that the stage names.
std::vector<std::string> shell_of(const config::Stage& stage, const std::map<std::string, std::string>& environment);

}  // namespace mlp::pipeline

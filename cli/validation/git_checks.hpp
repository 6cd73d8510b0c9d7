// What git keeps, against what stages make.
#pragma once

#include "cli/invocation.hpp"
#include "core/config/findings.hpp"
#include "core/config/project.hpp"

namespace mlp::cli {

/// Outputs that git has or would take in although the store keeps them, and outputs that nobody keeps because git
/// ignores them. Nothing outside of a repository, and nothing without libgit2.
void check_git(const config::Project& project, config::Findings& findings);

/// Secrets in local files of settings that git has (errors) or would take (warnings).
void check_local_secrets(Invocation& call, config::Findings& findings);

}  // namespace mlp::cli

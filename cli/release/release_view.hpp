// Releases as JSON and as text, and how the commands reach an environment's target.
#pragma once

#include <memory>
#include <string>

#include "cli/invocation.hpp"
#include "cli/output/text.hpp"
#include "core/base/json.hpp"
#include "core/config/project.hpp"
#include "core/deploy/deployment.hpp"

namespace mlp::cli {

/// The target of a declared environment; its path is meant from the project's root.
std::unique_ptr<deploy::DeployTarget> target_of(Invocation& call, const config::Environment& environment);
deploy::Destination destination_of(Invocation& call, const config::Environment& environment);

/// One entry of the history; `kept` says whether its content still lies in the target.
base::Json release_json(const deploy::Entry& entry);

/// What deploy and rollback have in common: {environment, changed, release {…}, alias, pruned, …}.
void add_outcome(const deploy::Outcome& outcome, const deploy::Destination& destination, const std::string& place,
                 base::Json& json);
void render_outcome(const deploy::Outcome& outcome, const deploy::Destination& destination, const std::string& place,
                    Text& text);

}  // namespace mlp::cli

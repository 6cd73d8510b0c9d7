// From what stands in the workspace to a version in the registry: the work behind `mlp model push` and `mlp deploy`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "cli/release/session.hpp"
#include "core/registry/registry.hpp"

namespace mlp::cli {

struct RegistrationAsk {
    std::optional<std::string> model;  ///< declared name, or any name with `path`
    std::optional<std::string> path;   ///< a file or folder instead of the declared output
    std::optional<std::string> run;    ///< id or prefix; without it the newest run that made what stands there
    bool allow_stale = false;          ///< also what no run made
    std::string description;
    std::vector<std::string> tags;  ///< KEY=VALUE
    std::vector<std::string> aliases;
};

struct Registration {
    registry::ModelVersion version;
    bool made = true;                         ///< false: it was registered already
    const config::Model* declared = nullptr;  ///< nothing for a model that the project does not know
};

/// Stores the content, makes the version unless it exists, evaluates its gates, and sets description, tags and aliases:
/// the content durable first, the rest in one transaction.
Registration register_version(Invocation& call, RegistrySession& session, const RegistrationAsk& ask);

/// What a push would make, without storing anything: parts hashed where they lie. For --dry-run.
registry::NewVersion describe_version(Invocation& call, RegistrySession& session, const RegistrationAsk& ask);

/// The version as it stands, or nothing, that a NewVersion would be found as.
std::optional<registry::ModelVersion> find_same(RegistrySession& session, const registry::NewVersion& version);

/// Verdicts that hold now: the recorded ones when they answer the declared gates against the present champion, else new
/// ones.
struct Verdicts {
    std::vector<registry::GateResult> gates;
    bool fresh = false;  ///< evaluated now, to be kept
};
Verdicts judge(Invocation& call, RegistrySession& session, const registry::ModelVersion& version,
               const config::Model* declared);

}  // namespace mlp::cli

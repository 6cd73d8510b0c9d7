// Releasing a version to a target and going back: target, store row, alias and audit event change together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/deploy/target.hpp"

namespace mlp::deploy {

/// The environment that is released to, as the project declares it.
struct Destination {
    std::string environment;
    std::string project;
    std::optional<std::string> alias;  ///< moved to the version that is served
    int keep = 10;
};

struct Outcome {
    Entry entry;             ///< the one that is served now
    bool changed = true;     ///< false: it was served already
    bool recovered = false;  ///< an entry of an interrupted deploy, or of another store, was recorded on the way
    std::optional<std::int64_t> alias_before;  ///< version that the alias named before; nothing: none
    bool alias_moved = false;
    std::vector<std::string> pruned;
    std::string warning;  ///< of what came after the release; empty: nothing
};

/// Releases a version. Whether it may be released (gates) is the caller's decision; `reason` is that of an override.
/// Does nothing but say so when that release is served already and whole.
Outcome deploy(store::Store& store, registry::ModelRegistry& registry, DeployTarget& target,
               const Destination& destination, const registry::ModelVersion& version, const std::string& reason);

/// Serves an earlier release again, from what lies in the target: the store may be empty.
/// @param to  a release id, a version ("3") or "model:3"; without it the release that was served before the present
/// one. Error{missing} names what there is.
Outcome rollback(store::Store& store, registry::ModelRegistry& registry, DeployTarget& target,
                 const Destination& destination, const std::optional<std::string>& to);

/// The release that `to` means (see rollback), from the state of a target.
std::string find_release(const TargetState& state, const std::optional<std::string>& to);

}  // namespace mlp::deploy

// Where an environment's releases go: what every kind of target can do. Folder now; GitOps repository and Kubernetes
// later.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/deploy/release.hpp"

namespace mlp::deploy {

/// What stands in a target.
struct TargetState {
    std::string id;                      ///< the target's own, random; empty while it was never released to
    std::vector<Entry> history;          ///< oldest first; only what took effect
    std::string current;                 ///< release that is served; empty: none
    std::vector<std::string> kept;       ///< releases whose content still lies in the target
    const Entry* current_entry() const;  ///< the newest entry of the served release, or nullptr
    const Entry* newest_entry(const std::string& release) const;
};

/// Writes one part of the version that is being released to a path that does not exist yet, verified.
using WritePart = std::function<void(const registry::Part& part, const std::filesystem::path& to)>;

/// Exclusive use of a target, from DeployTarget::begin() until it goes out of scope.
class TargetSession {
public:
    virtual ~TargetSession() = default;
    virtual TargetState state() = 0;
    /// Brings the content of a version into the target, durable and verified, without serving it. What lies there
    /// already and is whole is used as it is.
    virtual void prepare(const registry::ModelVersion& version, const WritePart& write) = 0;
    /// Error{damaged} unless the content of a release is what its manifest says. Error{missing} when it is gone.
    virtual ReleaseContent verify(const std::string& release) = 0;
    /// Serves `entry.release` and adds the entry to the history, as one step: after a kill both are so or neither.
    virtual void activate(const Entry& entry) = 0;
    /// Takes the last activate() back.
    virtual void withdraw(const Entry& entry) = 0;
    /// Removes content beyond the `keep` releases that were served last; the served one always stays. Returns what
    /// went.
    virtual std::vector<std::string> prune(int keep) = 0;
};

class DeployTarget {
public:
    virtual ~DeployTarget() = default;
    virtual std::string place() const = 0;  ///< for people: the path, the repository …
    /// Without changing anything; a target that does not exist yet is an empty state.
    virtual TargetState look() = 0;
    /// Locks the target and settles what a killed process left behind. Held by another: Error{conflict}. Something of
    /// somebody else's at that place: Error{conflict}.
    virtual std::unique_ptr<TargetSession> begin() = 0;
};

struct TargetSpec {
    std::string kind;  ///< "folder"
    std::filesystem::path path;
    std::string environment;
    std::string project;
};

/// The one place that knows all kinds of targets. Unknown kind: Error{invalid} that lists them.
std::unique_ptr<DeployTarget> open_target(const TargetSpec& spec, const base::Env& env);

}  // namespace mlp::deploy

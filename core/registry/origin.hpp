// Which run made what stands in the workspace, and what is kept of that run with a version.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/tree.hpp"
#include "core/registry/registry.hpp"

namespace mlp::registry {

/// Content at a path of the workspace as it stands now; nothing when there is none (data::Workspace::content_of).
using ContentOf = std::function<std::optional<data::Content>(const std::string& path)>;

struct Origin {
    std::string run_id;
    std::vector<std::string> stages;  ///< that made the asked paths; empty for runs that are no pipeline
};

/// The newest run of the project's pipeline whose outputs at `paths` are exactly what stands there now. A path may be
/// an output, lie inside one, or hold several. Paths that no stage makes are left out of account, but one must be made.
std::optional<Origin> find_origin(tracking::TrackingStore& tracking, const std::string& project,
                                  const std::vector<std::string>& paths, const ContentOf& content_of);

/// How the "stages" document of one run compares with the workspace.
struct Comparison {
    std::vector<std::string> stages;  ///< that make one of the paths
    std::vector<std::string> stale;   ///< outputs that differ from what stands there now
};
Comparison compare_outputs(const Json& stages, const std::vector<std::string>& paths, const ContentOf& content_of);

/// What a version keeps of its run: {run_id, commit, branch, dirty, parameters, metrics, data, stages, project, user,
/// …}. `data` holds the digests of all that the stages in `origin`, and those before them, read and no stage made.
Json provenance_of(tracking::TrackingStore& tracking, const Origin& origin);

/// The same of what no run is recorded for (a new store, a run that was killed or deleted): what the lock says of the
/// stages that made it. `stages` has the form of a run's document.
Json provenance_of_lock(const Json& stages, const std::vector<std::string>& makers);

/// Adds what the metrics files of the workspace hold and the run did not record itself (a stage that was up to date),
/// as far as `stages`, the run's document, says that they are the run's own.
void add_metrics(Json& provenance, const Json& stages, const config::Project& project, const ContentOf& content_of);

/// The name of a stage's metric in a pipeline's run: "evaluate.auc"; '@' of an expanded stage is '/' there.
std::string metric_key(const std::string& stage, const std::string& key);

/// The metrics of a provenance as numbers, by key.
std::map<std::string, double> metrics_of(const Json& provenance);

}  // namespace mlp::registry

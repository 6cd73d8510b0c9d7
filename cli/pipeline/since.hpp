// `--since REV`: the stages that a change affects, from git's point of view.
#pragma once

#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "cli/output/report.hpp"
#include "core/pipeline/affected.hpp"

namespace mlp::cli {

struct Since {
    std::string revision;  ///< as it was asked for
    std::string commit;
    std::vector<pipeline::Affected> affected;
};

/// Compares the commit with the files as they are, uncommitted ones included. An unknown revision: Error{missing}.
Since affected_since(Invocation& call, const pipeline::Graph& graph, const std::string& revision);

/// {revision, commit, affected: [{name, why}]}
base::Json since_json(const Since& since, const pipeline::Graph& graph);
/// Adds that to a report, and a paragraph to its text.
void add_since(Report& report, const Since& since, const pipeline::Graph& graph);

}  // namespace mlp::cli

// The sides that `mlp diff` compares: a run, a commit or the working tree, each read into the same kind of state.
#pragma once

#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "core/compare/state.hpp"
#include "core/git/revision.hpp"

namespace mlp::cli {

struct Side {
    std::string kind;     ///< "run", "revision", "workspace"
    std::string name;     ///< as it was asked for: "HEAD", "3f2a", "workspace"
    std::string id = {};  ///< of the run or the commit; empty for the working tree
    compare::State state = {};
    std::vector<std::string> warnings = {};  ///< what could not be read, and so is missing from `state`
};

/// What a word names: "workspace", the id of a run, or a revision of git; "run:…" and "git:…" say which. A word that is
/// both: Error{usage}; neither: Error{missing}.
Side find_side(Invocation& call, const std::string& word);

/// The project's files as they are now.
Side workspace_side(Invocation& call);
/// The project as a commit has it; contents that git does not hold come from the lock of that commit.
Side revision_side(Invocation& call, const git::Revision& revision, const std::string& name);
/// What a tracked run recorded.
Side run_side(Invocation& call, const std::string& run_id, const std::string& name);

}  // namespace mlp::cli

// What a run recorded of its working tree: which content each file of the code and each output had.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/tracking/session.hpp"
#include "core/data/tree.hpp"
#include "core/git/revision.hpp"

namespace mlp::cli {

/// A file as it shall be: content of the object store, or a file of the run's commit.
struct WantedFile {
    std::optional<data::Content> kept;
    git::CommittedFile committed = {};
};

struct RecordedState {
    std::string run_id;                            ///< the pipeline's, where one of its stages was named
    std::string commit;                            ///< empty outside of git, and before the first commit
    std::string place;                             ///< of the project in the work tree: "" or "sub/project"
    std::map<std::string, WantedFile> files;       ///< relative to the top of the work tree
    std::map<std::string, data::Content> outputs;  ///< relative to the project's root
    std::map<std::string, data::Content> deps;     ///< as the stages read them, outputs of others left out; and
                                                   ///< outputs outside of the project (absolute)
    std::vector<std::string> as_outputs;           ///< relative to the top: they come back as outputs, not as code
    std::vector<std::string> left_out;             ///< files that were too large to be kept
};

/// True for what comes back as an output or below one.
bool is_output(const RecordedState& state, const std::string& from_top);

/// @param top  of the work tree, or the project's root outside of git
/// A run that recorded no code: Error{invalid} that says why; a commit that is not here: Error{missing}.
RecordedState recorded_state(TrackSession& session, const std::string& run_id, const std::filesystem::path& top);

}  // namespace mlp::cli

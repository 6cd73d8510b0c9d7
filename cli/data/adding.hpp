// Tracking files and folders: in .dvc files where the project is one of DVC, in data.lock elsewhere.
#pragma once

#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "core/data/tree.hpp"

namespace mlp::cli {

struct AddAsk {
    std::vector<std::string> paths;
    bool no_commit = false;
    bool glob = false;
};

struct AddedData {
    std::string path;
    std::string file;  ///< that records it
    data::Content content;
    bool changed = false;
    std::vector<std::string> for_git;  ///< files that were written and belong into a commit
};

/// Errors leave every record as it was.
std::vector<AddedData> add_data(Invocation& call, const AddAsk& ask);

}  // namespace mlp::cli

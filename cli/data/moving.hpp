// Giving tracked data another place: file, record and line in .gitignore together.
#pragma once

#include <string>
#include <vector>

#include "cli/invocation.hpp"

namespace mlp::cli {

struct MoveAsk {
    std::string from;
    std::string to;
};

struct MovedData {
    std::string from;
    std::string to;
    std::string file;       ///< that records it now
    bool was_there = true;  ///< there were files to move, not the record alone
    std::vector<std::string> for_git;  ///< files that belong into a commit
    std::vector<std::string> readers;  ///< stages that read it under its old name
};

MovedData move_data(Invocation& call, const MoveAsk& ask);

}  // namespace mlp::cli

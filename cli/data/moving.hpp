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
    std::string old_file;  ///< that recorded it
    std::string file;      ///< … records it now
    bool was_there = true;  ///< there were files to move, not the record alone
    std::vector<std::string> gitignores;  ///< that have other lines now
    std::vector<std::string> readers;  ///< stages that read it under its old name
};

MovedData move_data(Invocation& call, const MoveAsk& ask);

}  // namespace mlp::cli

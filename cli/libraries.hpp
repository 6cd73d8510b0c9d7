// The libraries behind mlp: what is linked in, and what is opened when it is first needed, with versions and files.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace mlp::cli {

struct FoundLibrary {
    std::string name;
    std::string purpose;
    bool linked = false;                      ///< part of the binary or loaded with it
    std::optional<std::string> version = {};  ///< nothing when it was not found
    std::optional<std::string> path = {};     ///< file it was opened from; nothing for linked ones
};

/// Opens each optional library to see whether it is there: tens of milliseconds.
std::vector<FoundLibrary> find_libraries();

}  // namespace mlp::cli

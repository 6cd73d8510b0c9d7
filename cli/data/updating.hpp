// Taking what imports have now where they came from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "core/data/tree.hpp"

namespace mlp::cli {

struct UpdateAsk {
    std::vector<std::string> targets;
    std::optional<std::string> rev = {};
    std::optional<std::int64_t> jobs = {};
    bool force = false;  ///< also over files whose content is kept nowhere
};

struct UpdatedData {
    std::string path;
    std::string file;
    bool changed = false;     ///< its record says something new
    std::string commit = {};  ///< of the other repository; empty for an address
    std::optional<data::Content> content = {};
};

/// @return in the order of the project; without targets all imports
std::vector<UpdatedData> update_data(Invocation& call, const UpdateAsk& ask);

}  // namespace mlp::cli

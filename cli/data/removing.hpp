// Tracking data no longer: its record goes, the data itself only where that is asked for.
#pragma once

#include <string>
#include <vector>

#include "cli/invocation.hpp"

namespace mlp::cli {

struct RemoveAsk {
    std::vector<std::string> targets;
    bool outs = false;   ///< the data too
    bool force = false;  ///< … even where its content is kept nowhere else
};

struct RemovedData {
    std::string path;
    std::string file;      ///< that recorded it
    bool deleted = false;  ///< the data is gone as well
};

/// Every target is looked at before anything is changed.
std::vector<RemovedData> remove_data(Invocation& call, const RemoveAsk& ask);

}  // namespace mlp::cli

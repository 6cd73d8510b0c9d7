// A page of runs as `mlp track list` and `mlp track search` show it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/output/report.hpp"
#include "cli/tracking/session.hpp"

namespace mlp::cli {

struct RunsQuestion {
    std::string filter;
    std::vector<std::string> order_by;
    std::vector<std::string> experiments;  ///< names or ids; none: all
    bool deleted = false;
    bool all = false;  ///< deleted ones too
    std::int64_t max = 20;
    std::string page_token;
};

Report runs_report(Invocation& call, TrackSession& session, const RunsQuestion& question, std::string_view schema);

}  // namespace mlp::cli

// `mlp run` from its flags to its report: the lock, the parameters, the pipeline, the tracked run, mlp.lock.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "cli/output/report.hpp"
#include "cli/pipeline/lineage.hpp"
#include "cli/pipeline/site.hpp"

namespace mlp::cli {

struct RunAsk {
    Asked asked;
    std::optional<std::int64_t> jobs;
    std::vector<std::string> set;
    bool force = false;
    bool dry_run = false;
    bool keep_going = false;
    bool no_cache = false;
    bool wait = false;
    std::optional<std::string> within = {};  ///< id of the run that this one is a part of
    bool explain = false;
    bool watch = false;  ///< the caller's: see watch.hpp
    bool no_remote = false;
    bool pull = false;
    LineageAsk lineage = {};
};

/// `set` names one value for each parameter. Ended by a signal, or by a disk that takes no more: prints its report, then
/// throws base::Interrupted, or what was wrong.
Report bring_up_to_date(Invocation& call, const RunAsk& ask);

}  // namespace mlp::cli

// `mlp track checkout`: makes the working tree what a run had: code, parameters, lock files, outputs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "cli/output/report.hpp"

namespace mlp::cli {

struct CheckoutAsk {
    std::string run;
    std::optional<std::string> branch;
    bool force = false;
};

struct CheckedOut {
    std::string run_id;
    std::string commit;                 ///< the run's; empty outside of git
    std::optional<std::string> branch;  ///< made and gone to
    std::string branch_commit = {};
    std::vector<std::string> written;  ///< files of the code
    std::vector<std::string> removed;
    std::vector<std::string> restored;  ///< outputs
    std::vector<std::string> missing;   ///< outputs and files that were not kept
    std::vector<std::string> unlike;    ///< dependencies that are not as the run read them: neither git nor the run has
                                        ///< them so
    std::string backup = {};            ///< run that keeps what was there before; empty: nothing had to be kept
};

/// Refuses (Error{conflict}) where something would be lost that neither git nor the store has. With `force` that is
/// first kept as a run of its own.
CheckedOut check_out(Invocation& call, const CheckoutAsk& ask);

}  // namespace mlp::cli

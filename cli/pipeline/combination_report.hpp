// What became of each combination of parameter values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/output/report.hpp"
#include "core/base/env.hpp"

namespace mlp::cli {

struct CombinationResult {
    std::vector<std::string> set;        ///< "train.lr=0.1", one for each flag
    std::string status = "not_started";  ///< of its `mlp run`: finished, up_to_date, failed, killed; or not_started
    std::string run_id = {};             ///< empty when it never got that far
    std::optional<int> exit_code = {};
    base::Millis duration = 0;
    std::map<std::string, std::int64_t> counts = {};  ///< ran, restored, skipped, failed
    std::map<std::string, double> metrics = {};
    std::vector<std::string> warnings = {};  ///< of its stages: "train: …"
    std::string message = {};                ///< why it failed

    bool good() const { return status == "finished" || status == "up_to_date"; }
};

struct CombinationsSummary {
    std::string run_id;  ///< of the run that holds the others
    std::vector<CombinationResult> results;
    int signal = 0;
    base::Millis duration = 0;
    bool good() const;
};

Report combinations_report(const CombinationsSummary& summary);

/// Fills in what the document of `mlp run --json` says.
void take_run_document(const base::Json& document, CombinationResult& result);

}  // namespace mlp::cli

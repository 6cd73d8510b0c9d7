// `mlp validate --watch`: the findings, and again whenever a file that was looked at is saved.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "cli/command.hpp"
#include "cli/invocation.hpp"

namespace mlp::cli {

/// Validates once; gives back the report and the files that were looked at.
struct WatchedReport {
    Report report;
    std::vector<std::filesystem::path> files;
};

/// Never returns by itself: leaves by base::Interrupted. A report is printed when it says something new, on a cleared
/// screen where there is one.
[[noreturn]] void watch_findings(Invocation& call, const std::function<WatchedReport(Invocation&)>& validate);

}  // namespace mlp::cli

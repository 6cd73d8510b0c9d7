// Findings in the forms that other programs read: viewers of SARIF, GitHub's annotations, readers of JUnit.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/config/findings.hpp"

namespace mlp::cli {

/// What was looked at, and what is wrong with it.
struct ProblemList {
    std::span<const config::Finding> problems;
    std::span<const std::string> files;  ///< those without findings are cases that passed
    std::filesystem::path folder;        ///< what the names of files are relative to
};

/// SARIF 2.1.0: one run, a rule for each code that was found, columns in code points. Files are relative to the base
/// PROJECT, which no address is given for: a viewer resolves them in its own checkout.
std::string to_sarif(const ProblemList& list);

/// One workflow command a finding: `::error file=…,line=…,col=…,title=MLP035::message`.
std::string to_github(const ProblemList& list);

/// JUnit XML: one suite, one case a file; every error is a failure of its file's case, warnings are its output.
std::string to_junit(const ProblemList& list);

}  // namespace mlp::cli

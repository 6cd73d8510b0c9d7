// The difference as one HTML file that needs nothing else: tables, and plots drawn as SVG.
#pragma once

#include <string>
#include <vector>

#include "cli/compare/diff_report.hpp"

namespace mlp::cli {

/// @param warnings  plots that could not be drawn are added
std::string diff_html(const DiffFacts& facts, std::vector<std::string>& warnings);

}  // namespace mlp::cli

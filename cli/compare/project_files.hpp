// Parameters, metrics and plots of a project, read from files below a folder.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/compare/declared.hpp"
#include "core/compare/state.hpp"

namespace mlp::cli {

/// Puts what the files hold into `state`. One that is absent is left out; one that cannot be read becomes a warning.
void read_project_files(const config::Project& project, const std::filesystem::path& root, compare::State& state,
                        std::vector<std::string>& warnings);

/// Of a folder every file in it.
void read_metrics(const std::filesystem::path& root, const std::string& path, compare::State& state,
                  std::vector<std::string>& warnings);
void read_plot(const std::filesystem::path& root, const DeclaredPlot& plot, compare::State& state,
               std::vector<std::string>& warnings);

/// Warnings that name files below a temporary folder name them as `side` has them: "metrics.json of HEAD:1:9: …".
void name_side(std::vector<std::string>& warnings, const std::filesystem::path& folder, const std::string& side);

/// "params.yaml:3:1: message".
std::string warning_of(const Error& error);

}  // namespace mlp::cli

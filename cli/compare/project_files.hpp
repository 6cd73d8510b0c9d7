// Parameters, metrics and plots of a project, read from files below a folder.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/compare/state.hpp"
#include "core/config/project.hpp"
#include "core/data/object_store.hpp"

namespace mlp::cli {

/// Parameter files that stages name, and params.yaml.
std::vector<std::string> parameter_files(const config::Project& project);

/// Puts what the files hold into `state`. One that is absent is left out; one that cannot be read becomes a warning.
void read_project_files(const config::Project& project, const std::filesystem::path& root, compare::State& state,
                        std::vector<std::string>& warnings);

void read_metrics_file(const std::filesystem::path& root, const std::string& path, compare::State& state,
                       std::vector<std::string>& warnings);
/// Of a folder every file in it.
void read_plot(const std::filesystem::path& root, const std::string& path, const base::Json& options,
               compare::State& state, std::vector<std::string>& warnings);

/// Metrics and plots are compared by what they say: as data they are left out.
void leave_out_measured(const config::Project& project, compare::State& state);

/// Copies a file or folder out of the object store to `path` below `root`. False when not all of it is there.
bool place_kept(const data::ObjectStore& objects, const data::Content& content, const std::filesystem::path& root,
                const std::string& path);

/// Warnings that name files below a temporary folder name them as `side` has them: "metrics.json of HEAD:1:9: …".
void name_side(std::vector<std::string>& warnings, const std::filesystem::path& folder, const std::string& side);

/// "params.yaml:3:1: message".
std::string warning_of(const Error& error);

}  // namespace mlp::cli

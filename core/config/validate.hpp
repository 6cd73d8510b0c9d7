// Everything that can be said about the files of a project without running anything.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/env.hpp"
#include "core/config/findings.hpp"
#include "core/config/project.hpp"

namespace mlp::config {

struct Validated {
    std::filesystem::path folder;    ///< what the names of files are relative to
    std::vector<std::string> files;  ///< that were looked at, in this order
    std::vector<Finding> problems;   ///< by file in that order, line and column
    /// Puts problems that were added later in their places and drops repetitions.
    void sort();
};

/// A check of a room that this one does not know; a project whose files are not understood is not shown to it.
using ProjectCheck = std::function<void(const Project&, Findings&)>;

/// mlp.yaml, parameter files, settings files and contracts of a project (mlp.lock belongs to the pipeline's room).
Validated validate_project(const base::Env& env, const std::filesystem::path& root, const ProjectCheck& further = {});

/// What kind of file a name stands for.
enum class FileKind { project, dvc, contract, settings, lock, values, unknown };
FileKind kind_of(const std::filesystem::path& file);

/// One file; `name` is relative to `into.folder` and stands in places. Error{missing} when it does not exist.
void validate_file(const std::string& name, FileKind kind, Validated& into);

}  // namespace mlp::config

// Keeping `dvc` away from the files of a run, and ourselves from those of a `dvc` at work (docs/decisions/0014).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/data/dvc/project_lock.hpp"
#include "core/pipeline/contents.hpp"
#include "core/pipeline/graph.hpp"

namespace mlp::pipeline {

/// Holds what the selected stages of DVC read and write in DVC's table of busy paths while the object lives. Nothing is
/// held, or opened, when none of them is DVC's.
class DvcHold {
public:
    /// Another process is at work on one of the paths: Error{conflict} naming it, once `patience` has passed.
    /// @param command what others are told about this process
    DvcHold(Contents& contents, const Graph& graph, const std::vector<std::size_t>& selected,
            const std::string& command, std::chrono::milliseconds patience);

private:
    std::optional<data::dvc::RwLock> table_;
    std::optional<data::dvc::RwLock::Hold> hold_;
};

/// DVC's lock of the whole project, for the moment in which lock files or data change; nothing where no stage is DVC's.
std::optional<data::dvc::LockFile> lock_dvc_project(Contents& contents, const config::Project& project);

}  // namespace mlp::pipeline

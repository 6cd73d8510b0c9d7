// Stages that outlived a killed `mlp run`: left alone they would write into outputs that the next run makes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/process.hpp"

namespace mlp::pipeline {

/// Marks this working copy as having stages at work, until the object goes. Beside it stands a guard: a process that
/// ends the stages when this one is killed (see guard_work).
class AtWork {
public:
    /// @param id     new for each run; stages have it as MLP_WORK_ID
    /// @param guard  the words of a command that calls guard_work; it is given pid, id and root. Empty: no guard
    AtWork(const std::filesystem::path& root, std::string id, std::vector<std::string> guard);
    ~AtWork();
    AtWork(const AtWork&) = delete;
    AtWork& operator=(const AtWork&) = delete;
    const std::string& id() const { return id_; }

private:
    std::filesystem::path mark_;
    std::string id_;
    std::optional<base::Process> guard_;
};

/// Waits until the process that started this one has ended. When it did not get to take its mark away, everything that
/// has its MLP_WORK_ID is killed at once. The mark stays for end_orphans.
/// @param parent  pid of the process that started this one
void guard_work(int parent, const std::string& id, const std::filesystem::path& root);

/// When the mark of a killed run is there: kills the processes that run stages of this working copy (told by their
/// environment), waits until they are gone, and removes the mark. Gives their number. Call with the run lock held.
int end_orphans(const std::filesystem::path& root);

}  // namespace mlp::pipeline

// Stages that outlived a killed `mlp run`: left alone they would write into outputs that the next run makes.
#pragma once

#include <filesystem>

namespace mlp::pipeline {

/// Marks this working copy as having stages at work, until the object goes.
class AtWork {
public:
    explicit AtWork(const std::filesystem::path& root);
    ~AtWork();
    AtWork(const AtWork&) = delete;
    AtWork& operator=(const AtWork&) = delete;

private:
    std::filesystem::path mark_;
};

/// When the mark of a killed run is there: kills the processes that run stages of this working copy (told by their
/// environment), waits until they are gone, and removes the mark. Gives their number. Call with the run lock held.
int end_orphans(const std::filesystem::path& root);

}  // namespace mlp::pipeline

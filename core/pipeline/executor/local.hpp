// Runs stages as child processes of this one, each in its own process group.
#pragma once

#include <memory>

#include "core/pipeline/executor/executor.hpp"

namespace mlp::pipeline {

/// @param grace between asking a group to end and killing it; and how long what a command leaves in the background may
///              go on before it is asked
std::unique_ptr<Executor> local_executor(OutputSink sink,
                                         std::chrono::milliseconds grace = std::chrono::milliseconds(5000));

}  // namespace mlp::pipeline

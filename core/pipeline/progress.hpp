// What a run tells while it goes on; implemented for terminals, plain lines and JSON lines in cli/output/.
#pragma once

#include <string_view>
#include <vector>

#include "core/pipeline/recorder.hpp"

namespace mlp::pipeline {

/// All calls come from the thread that called run().
class Progress {
public:
    virtual ~Progress() = default;
    virtual void planned(std::size_t stages) = 0;
    /// @param alone  it has the terminal to itself: what it prints is shown as it comes
    virtual void started(const config::Stage& stage, const std::vector<Reason>& reasons, int attempt, bool alone) = 0;
    /// Bytes as the stage printed them: any length, not only whole lines.
    virtual void printed(const config::Stage& stage, std::string_view bytes) = 0;
    /// An attempt failed and another one follows, not before `pause` has passed.
    virtual void retried(const config::Stage& stage, const TaskEnd& end, int attempt,
                         std::chrono::milliseconds pause) = 0;
    /// The stage is settled. For those that ran or were restored: and durable.
    virtual void settled(const StageResult& result) = 0;
    /// Something that does not stop the run.
    virtual void warned(std::string_view text) = 0;
    /// A signal was seen; `number` counts them.
    virtual void interrupted(int signal, int number) = 0;
    /// Between other calls, a few times a second.
    virtual void tick() = 0;
};

}  // namespace mlp::pipeline

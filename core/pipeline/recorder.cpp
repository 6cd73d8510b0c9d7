#include "core/pipeline/recorder.hpp"

#include <fmt/format.h>

#include "core/base/process.hpp"
#include "core/base/text.hpp"

namespace mlp::pipeline {

std::string_view outcome_name(Outcome outcome) {
    switch (outcome) {
        case Outcome::ran:
            return "ran";
        case Outcome::restored:
            return "restored";
        case Outcome::kept:
            return "kept";
        case Outcome::skipped:
            return "skipped";
        case Outcome::failed:
            return "failed";
        case Outcome::interrupted:
            return "interrupted";
        case Outcome::not_started:
            return "not_started";
    }
    return "";
}

std::string StageResult::why() const {
    switch (outcome) {
        case Outcome::skipped:
            return why_skipped(evidence);
        case Outcome::restored:
            return why_restored(reasons, evidence);
        default:
            return why_run(reasons);
    }
}

std::string StageResult::failure() const {
    if (outcome != Outcome::failed) return {};
    if (!problem.empty()) return problem;
    if (!end.problem.empty()) return end.problem;
    if (end.timed_out)
        return fmt::format("timed out after {}", base::duration_text(stage->timeout.value_or(end.duration)));
    base::ProcessEnd how;
    how.exit_code = end.exit_code;
    how.signal = end.signal;
    return how.to_string();
}

}  // namespace mlp::pipeline

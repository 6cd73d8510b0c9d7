// What a decision rested on, noted while it was made: enough to say at any later time why a stage ran, was restored or
// was left alone, without judging it again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/pipeline/reason.hpp"
#include "core/pipeline/run_cache.hpp"

namespace mlp::pipeline {

struct Evidence {
    std::size_t inputs = 0;   ///< compared with the lock entry: see count_inputs
    std::vector<std::string> named = {};  ///< the first of them: see name_inputs
    std::size_t outs = 0;     ///< of the lock entry, compared with what is there
    bool frozen = false;      ///< nothing was compared
    std::string remote = {};  ///< where what is restored is fetched from; empty: it is here
    /// The run that made what is restored, or (where it was asked for) what is locked.
    std::optional<Maker> made_by = {};
};

/// The commands together count as one, then each dependency, parameter, declared variable, and the Python lock.
std::size_t count_inputs(const StageInputs& inputs);

/// The first inputs by the names that their users know them by: "data.csv", "params train.lr", "its command".
std::vector<std::string> name_inputs(const StageInputs& inputs);

/// What stands behind "because" for a stage that runs: its reasons, the most telling one first.
std::string why_run(const std::vector<Reason>& reasons);
/// … that is restored: "params lr 0.2 → 0.1; run 065e117c made it from the same inputs on 2026-11-25 14:02 UTC".
std::string why_restored(const std::vector<Reason>& reasons, const Evidence& evidence);
/// … that is left alone: "data.csv, its command and 1 output are unchanged since run 065e117c on …".
std::string why_skipped(const Evidence& evidence);

/// {inputs, outputs, remote, made_by: {run_id, time}}; what is not known is left out.
Json evidence_json(const Evidence& evidence);

}  // namespace mlp::pipeline

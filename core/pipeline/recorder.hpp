// Where pipeline and tracking meet: what a run hands over. Defined here, implemented above (in cli/), so that neither
// room knows the other.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/env.hpp"
#include "core/config/project.hpp"
#include "core/pipeline/evidence.hpp"
#include "core/pipeline/executor/executor.hpp"
#include "core/pipeline/reason.hpp"
#include "core/pipeline/run_cache.hpp"
#include "core/pipeline/stage_state.hpp"

namespace mlp::pipeline {

enum class Outcome { ran, restored, kept, skipped, failed, interrupted, not_started };
std::string_view outcome_name(Outcome outcome);  ///< "ran", "restored", "kept" …

struct KeptLog {
    std::string path;  ///< relative to the root
    Digest digest;     ///< in the object store; zero: not kept there
    std::uint64_t size = 0;
};

/// A stage that is settled, with everything worth keeping about it.
struct StageResult {
    std::size_t index = 0;  ///< in the graph
    const config::Stage* stage = nullptr;
    Outcome outcome = Outcome::skipped;
    std::vector<Reason> reasons;  ///< why it ran or was restored
    Evidence evidence;
    StageInputs inputs;  ///< as they were when it started
    /// Of a stage of DVC: as they were when it had ended, where that differs. DVC locks these.
    std::optional<StageInputs> inputs_after;
    /// What changed while it ran (Inspector::changed_since): its result may be of neither state, so no cache gets it.
    std::vector<std::string> changed_inputs;
    Outputs outputs;     ///< for ran, restored and kept
    Digest fingerprint;
    std::map<std::string, double> metrics;  ///< of its metrics files
    std::vector<std::string> warnings;
    std::string problem;  ///< for failed: what went wrong, where the exit code does not say it
    std::string hint;
    TaskEnd end;  ///< of the last attempt
    int attempts = 0;
    base::Millis started = 0;
    base::Millis ended = 0;
    KeptLog log;
    std::string python;         ///< version of the environment that its lock describes; empty without one
    std::string python_folder;  ///< where that environment lies
    std::string run_id;         ///< as begin_stage gave it; empty: not executed

    bool executed() const { return attempts > 0; }
    /// A result in doubt leaves the entry of ours that was there, which is still true. DVC locks it (see doubts.hpp).
    bool to_be_locked() const { return changed_inputs.empty() || stage->is_of_dvc(); }
    const StageInputs& inputs_to_lock() const { return inputs_after ? *inputs_after : inputs; }
    bool good() const { return outcome == Outcome::ran || outcome == Outcome::restored || outcome == Outcome::kept; }
    std::string why() const;      ///< why it had this outcome, as one clause; empty when nobody came to it
    std::string failure() const;  ///< "exit code 3", "timed out after 2 s" …; empty unless failed
};

class Recorder {
public:
    virtual ~Recorder() = default;
    /// Before a stage's first process starts. Gives what stands in its MLP_RUN_ID.
    virtual std::string begin_stage(const config::Stage& stage, const StageInputs& inputs) = 0;
    /// Keeps these results, all or none, durable when it returns. The objects they name are durable already. Called on
    /// another thread than begin_stage, possibly at the same time.
    virtual void commit(std::span<const StageResult> results) = 0;
};

}  // namespace mlp::pipeline

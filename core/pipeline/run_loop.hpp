// The inside of run(): one loop that starts stages, waits for them and settles them. In two files: run.cpp has the loop
// and the world outside, run_stage.cpp what happens to one stage.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "core/pipeline/background.hpp"
#include "core/pipeline/committer.hpp"
#include "core/pipeline/decision.hpp"
#include "core/pipeline/doubts.hpp"
#include "core/pipeline/durations.hpp"
#include "core/pipeline/executor/executor.hpp"
#include "core/pipeline/ignore_upkeep.hpp"
#include "core/pipeline/orphans.hpp"
#include "core/pipeline/run.hpp"
#include "core/pipeline/scheduler.hpp"

namespace mlp::pipeline {

/// A stage between its start and its settlement.
struct Active {
    StageResult result;
    Outputs locked_outs = {};  ///< what the lock said of its outputs when it came up
    Grant grant = {};
    Inspector::Times written = {};  ///< when its dependencies were last written, as it started
    bool running = false;
    bool terminal = false;
    /// Set while it waits for its next attempt; it holds nothing then.
    std::optional<std::chrono::steady_clock::time_point> again_at = {};
};

class Loop {
public:
    Loop(const RunSite& site, const RunOptions& options, Lock& lock);
    RunSummary run();

private:
    void warm_up();
    // Stages that are free to start.
    void start_ready();
    void consider(std::size_t index);
    void refuse_excess(const config::Stage& stage) const;
    void restore(std::size_t index, Decision decision);
    void fetch(const config::Stage& stage, const Outputs& outputs) const;
    void launch(std::size_t index, Decision decision);
    Background::After prepare_python(std::size_t index, const config::Stage& stage);
    void attempt(std::size_t index);
    Task task_for(const Active& active) const;
    // Stages that ended.
    void ended(const TaskEnd& end);
    void wait_for_retry(std::size_t index);
    void take_due_retries();
    std::size_t waiting_for_retry() const;
    void keep(std::size_t index);
    void look_at_inputs_again(Active& active, Outcome outcome);
    void finish(std::size_t index, Outcome outcome);
    void settle_outputs(StageResult& result);
    void write_ignored();
    void write_data_file(const StageResult& result);
    void store(Active& active, Committer::Batch& batch);
    void interrupted(std::size_t index);
    void fail(std::size_t index, const Error* error);
    void settle(std::size_t index, Outcome outcome, std::unique_ptr<Committer::Batch> own = nullptr);
    void keep_log(StageResult& result, Committer::Batch& batch) const;
    // The world outside.
    void wait();
    void take_signals();
    void take_committed();
    bool pushes(const config::Stage& stage) const;
    void push(const StageResult& result) const;
    void push_results();
    void cancel_all(Cancel how);
    void not_started();

    const RunSite& site_;
    const RunOptions& options_;
    Lock& lock_;
    Inspector inspector_;
    Decider decider_;
    Doubts doubts_;
    Durations durations_;
    Scheduler scheduler_;
    Tokens tokens_;
    RunSummary summary_;
    std::map<std::size_t, Active> active_;
    bool halted_ = false;  ///< nothing new is started
    int signals_ = 0;
    std::atomic<bool> stopping_ = false;  ///< for the threads: a signal came
    std::optional<AtWork> at_work_;
    std::set<std::string> made_;          ///< paths that stages make and others read
    std::set<std::size_t> awaited_;  ///< taken up .dvc files: stages behind them wait until those are written
    IgnoreUpkeep ignores_;
    std::vector<StageResult> to_push_;  ///< durable, on their way to the remote
    bool pushing_ = false;
    bool remote_broken_ = false;
    Background background_;
    Committer committer_;
    std::unique_ptr<Executor> executor_;
};

}  // namespace mlp::pipeline

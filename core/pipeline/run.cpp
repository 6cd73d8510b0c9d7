#include "core/pipeline/run.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "core/base/text.hpp"
#include "core/pipeline/background.hpp"
#include "core/pipeline/committer.hpp"
#include "core/pipeline/decision.hpp"
#include "core/pipeline/durations.hpp"
#include "core/pipeline/executor/local.hpp"
#include "core/pipeline/logs.hpp"
#include "core/pipeline/orphans.hpp"
#include "core/pipeline/python_env.hpp"
#include "core/pipeline/scheduler.hpp"
#include "core/pipeline/stage_files.hpp"

namespace mlp::pipeline {

namespace {

constexpr std::chrono::milliseconds tick{200};

/// A stage between its start and its settlement.
struct Active {
    StageResult result;
    bool running = false;
    bool terminal = false;
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
    void restore(std::size_t index, Decision decision);
    void launch(std::size_t index, Decision decision);
    Background::After prepare_python(std::size_t index, const config::Stage& stage);
    void attempt(std::size_t index);
    Task task_for(const Active& active) const;
    // Stages that ended.
    void ended(const TaskEnd& end);
    void finish(std::size_t index);
    void store(StageResult& result, Committer::Batch& batch);
    void interrupted(std::size_t index);
    void fail(std::size_t index, const Error* error);
    void settle(std::size_t index, Outcome outcome, std::unique_ptr<Committer::Batch> own = nullptr);
    void keep_log(StageResult& result, Committer::Batch& batch) const;
    // The world outside.
    void wait();
    void take_signals();
    void take_committed();
    void cancel_all(Cancel how);
    void not_started();

    const RunSite& site_;
    const RunOptions& options_;
    Lock& lock_;
    Inspector inspector_;
    Decider decider_;
    Durations durations_;
    Scheduler scheduler_;
    RunSummary summary_;
    std::map<std::size_t, Active> active_;
    bool halted_ = false;  ///< nothing new is started
    int signals_ = 0;
    std::atomic<bool> stopping_ = false;  ///< for the threads: a signal came
    std::optional<AtWork> at_work_;
    Background background_;
    Committer committer_;
    std::unique_ptr<Executor> executor_;
};

Loop::Loop(const RunSite& site, const RunOptions& options, Lock& lock)
    : site_(site),
      options_(options),
      lock_(lock),
      inspector_(site.graph.project(), site.workspace, site.objects),
      decider_(inspector_, site.workspace, site.cache, {.force = options.force, .restore = options.restore}),
      durations_(site.index),
      scheduler_(site.graph, site.selected, site.graph.critical_path(durations_.of(site.graph))),
      committer_(site.objects, site.recorder),
      executor_(local_executor(
          [this](std::size_t id, std::string_view bytes) { site_.progress.printed(site_.graph.stage(id), bytes); })) {}

RunSummary Loop::run() {
    summary_.started = site_.env.now();
    site_.progress.planned(site_.selected.size());
    warm_up();
    start_ready();
    while (!active_.empty() || background_.busy()) {
        wait();
        start_ready();
    }
    committer_.drain();
    take_committed();
    not_started();
    durations_.keep();
    summary_.ended = site_.env.now();
    return std::move(summary_);
}

/// Large inputs are hashed on all cores before the first stage asks for them one after the other; the index keeps the
/// answers.
void Loop::warm_up() {
    constexpr std::uint64_t large = 8ULL << 20;
    std::set<std::string> made;
    for (const Edge& edge : site_.graph.edges()) made.insert(edge.path);
    std::set<std::string> unique;
    for (const std::size_t index : site_.selected) {
        for (const config::PathRef& dep : site_.graph.stage(index).deps) {
            const auto signature = base::signature_of(site_.workspace.root() / dep.path, true);
            if (signature && !made.contains(dep.path) && (signature->is_folder() || signature->size >= large)) {
                unique.insert(dep.path);
            }
        }
    }
    struct Shared {
        std::vector<std::string> paths;
        std::atomic<std::size_t> next = 0;
    };
    auto shared = std::make_shared<Shared>();
    shared->paths.assign(unique.begin(), unique.end());
    const std::size_t threads = std::min<std::size_t>(unique.size(), std::max(1U, std::thread::hardware_concurrency()));
    for (std::size_t i = 0; i < threads; ++i) {
        background_.start([this, shared] {
            for (std::size_t at = 0; (at = shared->next++) < shared->paths.size() && !stopping_;) {
                try {
                    site_.workspace.content_of(shared->paths[at]);
                } catch (const Error&) {
                    // The stage that needs it says what is wrong.
                }
            }
            return [] {};
        });
    }
    while (background_.busy()) wait();
}

void Loop::start_ready() {
    while (!halted_ && active_.size() < options_.jobs) {
        take_signals();
        if (halted_) return;
        const auto index = scheduler_.next();
        if (!index) return;
        consider(*index);
    }
}

void Loop::consider(std::size_t index) {
    Active& active = active_[index];
    active.result.index = index;
    active.result.stage = &site_.graph.stage(index);
    active.result.started = site_.env.now();
    try {
        Decision decision = decider_.decide(*active.result.stage, lock_.find(active.result.stage->name));
        active.result.reasons = decision.reasons;
        active.result.fingerprint = decision.fingerprint;
        active.result.inputs = std::move(decision.inputs);
        switch (decision.action) {
            case Action::none:
                return settle(index, Outcome::skipped);
            case Action::restore:
                return restore(index, std::move(decision));
            case Action::run:
                return launch(index, std::move(decision));
        }
    } catch (const Error& error) {
        fail(index, &error);
    }
}

void Loop::restore(std::size_t index, Decision decision) {
    active_[index].result.outputs = decision.outputs;
    auto work = [this, index, outputs = decision.outputs] {
        std::optional<Error> problem;
        try {
            restore_outputs(site_.workspace, outputs);
        } catch (const Error& error) {
            problem = error;
        }
        return [this, index, problem] {
            if (!problem) return settle(index, Outcome::restored);
            if (halted_) return fail(index, &*problem);
            // What cannot be brought back can still be made.
            StageResult& result = active_[index].result;
            result.outputs.clear();
            result.warnings.push_back(fmt::format("could not be restored, so it runs: {}", problem->message()));
            launch(index, {});
        };
    };
    if (slow_to_restore(decision.outputs)) {
        background_.start(std::move(work));
    } else {
        work()();
    }
}

void Loop::launch(std::size_t index, Decision) {
    Active& active = active_[index];
    const config::Stage& stage = *active.result.stage;
    try {
        active.result.run_id = site_.recorder.begin_stage(stage, active.result.inputs);
    } catch (const Error& error) {
        return fail(index, &error);
    }
    active.terminal = options_.terminal && scheduler_.unsettled() == 1;
    if (!stage.python_lock) return attempt(index);
    background_.start([this, index, &stage] { return prepare_python(index, stage); });
}

/// On another thread: an environment may take minutes to make.
Background::After Loop::prepare_python(std::size_t index, const config::Stage& stage) {
    const auto tell = [&](std::string_view line) {
        background_.post([this, &stage, text = std::string(line) + "\n"] { site_.progress.printed(stage, text); });
    };
    try {
        const PythonEnvironment made =
            ensure_python_environment(site_.workspace.root() / stage.python_lock->path, site_.cache_folder, site_.env,
                                      tell, [this] { return stopping_.load(); });
        return [this, index, made] {
            StageResult& result = active_[index].result;
            result.python = made.python_version;
            result.python_folder = made.folder.string();
            if (summary_.signal != 0) return interrupted(index);
            attempt(index);
        };
    } catch (const Error& error) {
        return [this, index, error] {
            if (summary_.signal != 0) return interrupted(index);
            fail(index, &error);
        };
    }
}

Task Loop::task_for(const Active& active) const {
    const StageResult& result = active.result;
    const config::Stage& stage = *result.stage;
    const std::filesystem::path& root = site_.workspace.root();
    Task task;
    task.id = result.index;
    task.commands = stage.commands;
    task.shell = stage.shell;
    task.folder = root / stage.wdir;
    task.environment = site_.environment;
    task.environment["PYTHONUNBUFFERED"] = "1";
    task.environment["MLP_RUN_ID"] = result.run_id;
    task.environment["DVC_ROOT"] = root.string();
    task.environment["DVC_STAGE"] = stage.name;
    if (!result.python_folder.empty()) {
        task.environment["VIRTUAL_ENV"] = result.python_folder;
        task.environment["PATH"] = result.python_folder + "/bin:" + task.environment["PATH"];
        task.environment.erase("PYTHONHOME");
    }
    for (const auto& [name, value] : stage.env) task.environment[name] = value;
    task.log = root / result.log.path;
    task.timeout = stage.timeout;
    task.terminal = active.terminal;
    return task;
}

void Loop::attempt(std::size_t index) {
    Active& active = active_[index];
    StageResult& result = active.result;
    try {
        clear_outputs(site_.workspace, *result.stage);
        base::make_folders(site_.workspace.root() / site_.logs);
        if (!at_work_) at_work_.emplace(site_.workspace.root());
        result.log.path = fmt::format("{}/{}.log", site_.logs, log_name(result.stage->name));
    } catch (const Error& error) {
        return fail(index, &error);
    }
    ++result.attempts;
    active.running = true;
    site_.progress.started(*result.stage, result.reasons, result.attempts, active.terminal);
    executor_->submit(task_for(active));
}

void Loop::ended(const TaskEnd& end) {
    const std::size_t index = end.id;
    Active& active = active_[index];
    StageResult& result = active.result;
    active.running = false;
    result.end = end;
    // A stage in the terminal's foreground got Ctrl-C from the terminal itself.
    const bool by_terminal = active.terminal && signals_ > 0 && (end.signal == SIGINT || end.exit_code == 128 + SIGINT);
    if (by_terminal && summary_.signal == 0) {
        summary_.signal = SIGINT;
        halted_ = true;
    }
    if (end.cancelled || by_terminal) return interrupted(index);
    if (end.ok()) return finish(index);
    if (result.attempts <= result.stage->retries && !halted_ && end.problem.empty()) {
        site_.progress.retried(*result.stage, end, result.attempts, result.stage->retries + 1);
        return attempt(index);
    }
    fail(index, nullptr);
}

void Loop::keep_log(StageResult& result, Committer::Batch& batch) const {
    if (result.log.path.empty()) return;
    const auto path = site_.workspace.root() / result.log.path;
    try {
        const auto signature = base::signature_of(path);
        if (!signature || signature->size == 0) return;  // nothing was printed
        const auto kept = batch.put_file(path);
        result.log.digest = kept.digest;
        result.log.size = kept.size;
    } catch (const Error& error) {
        result.warnings.push_back(fmt::format("its log is not kept: {}", error.message()));
    }
}

void Loop::store(StageResult& result, Committer::Batch& batch) {
    result.outputs = store_outputs(site_.workspace, *result.stage, batch);
    result.metrics = metrics_of(site_.workspace, *result.stage, result.warnings);
    keep_log(result, batch);
}

void Loop::finish(std::size_t index) {
    StageResult& result = active_[index].result;
    if (!slow_to_store(site_.workspace, *result.stage)) {
        try {
            committer_.with_batch([&](Committer::Batch& batch) { store(result, batch); });
        } catch (const Error& error) {
            return fail(index, &error);
        }
        return settle(index, Outcome::ran);
    }
    // The map never moves its elements, and nobody else touches this one until its work is delivered.
    background_.start([this, index, &result]() -> Background::After {
        try {
            auto batch =
                std::make_shared<std::unique_ptr<Committer::Batch>>(std::make_unique<Committer::Batch>(site_.objects));
            store(result, **batch);
            return [this, index, batch] { settle(index, Outcome::ran, std::move(*batch)); };
        } catch (const Error& error) {
            return [this, index, error] { fail(index, &error); };
        }
    });
}

void Loop::interrupted(std::size_t index) {
    StageResult& result = active_[index].result;
    try {
        remove_outputs(site_.workspace, *result.stage);
    } catch (const Error& error) {
        result.warnings.push_back(error.message());
    }
    result.outputs.clear();
    settle(index, Outcome::interrupted);
}

void Loop::fail(std::size_t index, const Error* error) {
    StageResult& result = active_[index].result;
    if (error != nullptr) {
        result.problem =
            error->place().empty() ? error->message() : fmt::format("{}: {}", error->place(), error->message());
        result.hint = error->hint_text();
    }
    result.outputs.clear();
    if (!options_.keep_going) halted_ = true;
    settle(index, Outcome::failed);
}

void Loop::settle(std::size_t index, Outcome outcome, std::unique_ptr<Committer::Batch> own) {
    StageResult result = std::move(active_[index].result);
    active_.erase(index);
    result.outcome = outcome;
    result.ended = site_.env.now();
    const bool good = outcome != Outcome::failed && outcome != Outcome::interrupted;
    if (good) {
        scheduler_.done(index);
    } else {
        scheduler_.failed(index);
    }
    if (outcome == Outcome::ran) durations_.note(result.stage->name, result.ended - result.started);
    const bool keep = result.good() || result.executed() || !result.run_id.empty();
    if (!keep) {
        site_.progress.settled(result);
        summary_.results.push_back(std::move(result));
        return;
    }
    if (!good && result.executed()) committer_.with_batch([&](Committer::Batch& batch) { keep_log(result, batch); });
    committer_.add(std::move(result), std::move(own));
}

void Loop::take_committed() {
    try {
        for (StageResult& result : committer_.take()) {
            if (result.good())
                lock_.stages.insert_or_assign(result.stage->name, LockedStage{result.inputs, result.outputs});
            site_.progress.settled(result);
            summary_.results.push_back(std::move(result));
        }
    } catch (...) {
        if (!summary_.failure) {
            summary_.failure = std::current_exception();
            halted_ = true;
            cancel_all(Cancel::ask);
        }
    }
}

void Loop::cancel_all(Cancel how) {
    for (const auto& [index, active] : active_) {
        if (active.running) executor_->cancel(index, how);
    }
}

void Loop::take_signals() {
    while (const auto signal = site_.interrupts.take()) {
        ++signals_;
        const bool in_terminal =
            std::any_of(active_.begin(), active_.end(), [](const auto& row) { return row.second.terminal; });
        if (in_terminal && *signal == SIGINT && signals_ < 3) continue;  // a debugger's business first
        if (summary_.signal == 0) summary_.signal = *signal;
        halted_ = true;
        stopping_ = true;
        site_.progress.interrupted(*signal, signals_);
        cancel_all(signals_ == 1 ? Cancel::ask : Cancel::force);
    }
}

void Loop::wait() {
    const std::array<int, 3> wake{site_.interrupts.fd(), background_.fd(), committer_.fd()};
    const std::vector<TaskEnd> ends = executor_->wait(wake, tick);
    take_signals();
    for (const TaskEnd& end : ends) ended(end);
    background_.deliver();
    take_committed();
    site_.progress.tick();
}

/// Everything selected that nobody came to: behind a failure, or after the end was called.
void Loop::not_started() {
    std::vector<bool> settled(site_.graph.size());
    for (const StageResult& result : summary_.results) settled[result.index] = true;
    for (const std::size_t index : site_.selected) {
        if (settled[index]) continue;
        StageResult result;
        result.index = index;
        result.stage = &site_.graph.stage(index);
        result.outcome = Outcome::not_started;
        summary_.results.push_back(std::move(result));
    }
}

}  // namespace

bool RunSummary::changed() const {
    return std::any_of(results.begin(), results.end(), [](const StageResult& result) { return result.good(); });
}

bool RunSummary::executed() const {
    return std::any_of(results.begin(), results.end(), [](const StageResult& result) { return result.executed(); });
}

bool RunSummary::good() const {
    return signal == 0 && !failure && std::all_of(results.begin(), results.end(), [](const StageResult& result) {
               return result.good() || result.outcome == Outcome::skipped;
           });
}

RunSummary run(const RunSite& site, const RunOptions& options, Lock& lock) { return Loop(site, options, lock).run(); }

}  // namespace mlp::pipeline

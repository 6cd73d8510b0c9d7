// What happens to one stage: judged, restored or run, stored, settled.
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <utility>

#include "core/pipeline/logs.hpp"
#include "core/pipeline/python_env.hpp"
#include "core/pipeline/run_loop.hpp"
#include "core/pipeline/shell.hpp"
#include "core/pipeline/stage_files.hpp"

namespace mlp::pipeline {

namespace {

/// As DVC; the folders of outputs, which are made, would bring it about.
void refuse_absent_folder(const std::filesystem::path& root, const config::Stage& stage) {
    if (!stage.is_of_dvc()) return;
    const auto signature = base::signature_of(root / stage.wdir, true);
    if (signature && signature->is_folder()) return;
    throw Error(Kind::missing, fmt::format("its working folder {} does not exist", stage.wdir))
        .at(stage.place.to_string())
        .hint("create it, or mend the stage's wdir");
}

/// A dependency was there when the stage started. DVC, too, takes no result without it.
void refuse_eaten(const std::filesystem::path& root, const config::Stage& stage) {
    for (const config::PathRef& dep : stage.deps) {
        if (dep.is_url() || base::signature_of(root / dep.path)) continue;
        throw Error(Kind::missing, fmt::format("dependency {} was there when it started and is gone", dep.path))
            .at(dep.place.to_string())
            .hint("if its own command removes it: leave it, or take it out of deps; then bring the file back");
    }
}

}  // namespace

void Loop::consider(std::size_t index) {
    Active& active = active_[index];
    if (active.result.attempts > 0) return attempt(index);
    active.result.index = index;
    active.result.stage = &site_.graph.stage(index);
    active.result.started = site_.env.now();
    try {
        if (ignores_.concerns(*active.result.stage)) write_ignored();
        const LockedStage* locked = lock_.find(active.result.stage->name);
        if (locked != nullptr) active.locked_outs = locked->outs;
        Decision decision = decider_.decide(*active.result.stage, locked);
        if (const std::string problem = decider_.take_remote_problem(); !problem.empty()) {
            site_.progress.warned(problem);
        }
        active.result.reasons = decision.reasons;
        active.result.evidence = decision.evidence;
        active.result.fingerprint = decision.fingerprint;
        active.result.inputs = std::move(decision.inputs);
        if (decision.action != Action::none && active.result.stage->is_of_dvc()) {
            site_.contents.dvc().refuse_tracked(*active.result.stage);
        }
        switch (decision.action) {
            case Action::none:
                return settle(index, Outcome::skipped);
            case Action::restore:
                return restore(index, std::move(decision));
            case Action::keep:
                return keep(index);
            case Action::run:
                return launch(index, std::move(decision));
        }
    } catch (const Error& error) {
        fail(index, &error);
    }
}

void Loop::fetch(const config::Stage& stage, const Outputs& outputs) const {
    const auto stop = [this] { return stopping_.load(); };
    if (stage.is_of_dvc()) return site_.elsewhere.dvc->fetch(stage, outputs, stop);
    site_.elsewhere.own->fetch(outputs, stop);
}

void Loop::restore(std::size_t index, Decision decision) {
    active_[index].result.outputs = decision.outputs;
    const bool remote = !decision.evidence.remote.empty();
    auto work = [this, index, remote, stage = active_[index].result.stage, outputs = decision.outputs] {
        std::optional<Error> problem;
        try {
            if (remote) fetch(*stage, outputs);
            restore_outputs(site_.contents, outputs);
        } catch (const Error& error) {
            problem = error;
        }
        return [this, index, stage, problem] {
            if (!problem) return settle(index, Outcome::restored);
            if (halted_ || stage->frozen || stage->commands.empty()) return fail(index, &*problem);
            // What cannot be brought back can still be made.
            StageResult& result = active_[index].result;
            result.outputs.clear();
            result.evidence.remote.clear();
            result.warnings.push_back(fmt::format("could not be restored, so it runs: {}", problem->message()));
            launch(index, {});
        };
    };
    if (remote || slow_to_restore(decision.outputs)) {
        background_.start(std::move(work));
    } else {
        work()();
    }
}

void Loop::launch(std::size_t index, Decision) {
    Active& active = active_[index];
    const config::Stage& stage = *active.result.stage;
    try {
        refuse_excess(stage);
        active.result.run_id = site_.recorder.begin_stage(stage, active.result.inputs);
    } catch (const Error& error) {
        return fail(index, &error);
    }
    active.written = inspector_.times(stage, made_);
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
            ensure_python_environment(site_.contents.root() / stage.python_lock->path, site_.cache_folder, site_.env,
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

/// Told before the run where it can be known; here for what turned out to run against the plan.
void Loop::refuse_excess(const config::Stage& stage) const {
    if (const std::string more = excess(stage.resources, tokens_.totals()); !more.empty()) {
        throw Error(Kind::invalid, fmt::format("it asks for {}", more)).at(stage.place.to_string());
    }
}

Task Loop::task_for(const Active& active) const {
    const StageResult& result = active.result;
    const config::Stage& stage = *result.stage;
    const std::filesystem::path& root = site_.contents.root();
    Task task;
    task.id = result.index;
    task.commands = stage.commands;
    task.shell = shell_of(stage, site_.environment);
    task.folder = root / stage.wdir;
    task.environment = site_.environment;
    task.environment["PYTHONUNBUFFERED"] = "1";
    task.environment["MLP_RUN_ID"] = result.run_id;
    task.environment["MLP_WORK_ID"] = at_work_->id();
    task.environment["DVC_ROOT"] = root.string();
    task.environment["DVC_STAGE"] = stage.name;
    if (!result.python_folder.empty()) {
        task.environment["VIRTUAL_ENV"] = result.python_folder;
        task.environment["PATH"] = result.python_folder + "/bin:" + task.environment["PATH"];
        task.environment.erase("PYTHONHOME");
    }
    if (!active.grant.gpus.empty()) task.environment["CUDA_VISIBLE_DEVICES"] = tokens_.device_names(active.grant);
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
        refuse_absent_folder(site_.contents.root(), *result.stage);
        clear_outputs(site_.contents, *result.stage);
        base::make_folders(site_.contents.root() / site_.logs);
        if (!at_work_) at_work_.emplace(site_.contents.root(), base::new_id(site_.env), site_.guard);
        result.log.path = fmt::format("{}/{}.log", site_.logs, log_name(result.stage->name));
    } catch (const Error& error) {
        return fail(index, &error);
    }
    ++result.attempts;
    active.running = true;
    active.again_at.reset();
    site_.progress.started(*result.stage, result.reasons, result.attempts, active.terminal);
    executor_->submit(task_for(active));
}

void Loop::ended(const TaskEnd& end) {
    const std::size_t index = end.id;
    Active& active = active_[index];
    StageResult& result = active.result;
    active.running = false;
    result.end = end;
    if (end.left_others) {
        result.warnings.emplace_back(
            "what it left in the background was still at work and was ended: let the command `wait` for it, or start a "
            "service that is to live on with `setsid`");
    }
    // A stage in the terminal's foreground got Ctrl-C from the terminal itself.
    const bool by_terminal = active.terminal && signals_ > 0 && (end.signal == SIGINT || end.exit_code == 128 + SIGINT);
    if (by_terminal && summary_.signal == 0) {
        summary_.signal = SIGINT;
        halted_ = true;
    }
    if (end.cancelled || by_terminal) return interrupted(index);
    if (end.ok()) return finish(index, Outcome::ran);
    if (result.attempts <= result.stage->retries.count && !halted_ && end.problem.empty()) return wait_for_retry(index);
    fail(index, nullptr);
}

void Loop::wait_for_retry(std::size_t index) {
    Active& active = active_[index];
    const auto pause = active.result.stage->retries.pause_after(active.result.attempts);
    active.again_at = std::chrono::steady_clock::now() + pause;
    tokens_.give_back(std::exchange(active.grant, {}));
    site_.progress.retried(*active.result.stage, active.result.end, active.result.attempts, pause);
}

/// Those whose pause is over queue up again; once nothing new is started, those that wait end as they are.
void Loop::take_due_retries() {
    const auto now = std::chrono::steady_clock::now();
    std::vector<std::size_t> due;
    for (const auto& [index, active] : active_) {
        if (active.again_at && (halted_ || *active.again_at <= now)) due.push_back(index);
    }
    for (const std::size_t index : due) {
        if (halted_) {
            summary_.signal != 0 ? interrupted(index) : fail(index, nullptr);
            continue;
        }
        scheduler_.again(index);
    }
}

std::size_t Loop::waiting_for_retry() const {
    return static_cast<std::size_t>(
        std::count_if(active_.begin(), active_.end(), [](const auto& row) { return row.second.again_at.has_value(); }));
}

void Loop::keep_log(StageResult& result, Committer::Batch& batch) const {
    if (result.log.path.empty()) return;
    const auto path = site_.contents.root() / result.log.path;
    try {
        const auto signature = base::signature_of(path);
        if (!signature || signature->size == 0) return;  // nothing was printed
        const auto kept = batch.objects().put_file(path);
        result.log.digest = kept.digest;
        result.log.size = kept.size;
    } catch (const Error& error) {
        result.warnings.push_back(fmt::format("its log is not kept: {}", error.message()));
    }
}

void Loop::store(Active& active, Committer::Batch& batch) {
    StageResult& result = active.result;
    result.outputs = store_outputs(site_.contents, *result.stage, active.locked_outs, batch);
    result.metrics = metrics_of(site_.contents, *result.stage, result.warnings);
    keep_log(result, batch);
}

/// Its outputs stay as they stand: nothing is executed.
void Loop::keep(std::size_t index) { finish(index, Outcome::kept); }

/// DVC locks dependencies as they are after the run: a command may write into what it reads. Ours are locked as the
/// stage started with them, and not at all when they changed meanwhile.
void Loop::look_at_inputs_again(Active& active, Outcome outcome) {
    StageResult& result = active.result;
    const config::Stage& stage = *result.stage;
    if (stage.is_of_dvc()) {
        if (outcome == Outcome::ran) refuse_eaten(site_.contents.root(), stage);
        StageInputs after = inspector_.new_inputs(stage, lock_.find(stage.name));
        if (after != result.inputs) result.inputs_after = std::move(after);
    }
    if (outcome != Outcome::ran) return;
    result.changed_inputs = inspector_.changed_since(stage, result.inputs, active.written, result.started);
    if (result.changed_inputs.empty()) return;
    const std::string what = fmt::format("{}", fmt::join(result.changed_inputs, ", "));
    const bool twice = stage.is_of_dvc() && doubts_.of(stage.name) == result.changed_inputs;
    result.warnings.push_back(fmt::format(
        "{} changed while it ran{}", what,
        twice ? ", as the last time: its own command seems to write it, so it counts as up to date, as DVC has it; no "
                "cache keeps the result"
              : ": no cache keeps the result, and the next run makes it again (if its own command wrote there: that "
                "belongs into its outs, not its deps)"));
}

void Loop::finish(std::size_t index, Outcome outcome) {
    Active& active = active_[index];
    StageResult& result = active.result;
    try {
        look_at_inputs_again(active, outcome);
    } catch (const Error& error) {
        return fail(index, &error);
    }
    if (!slow_to_store(site_.contents, *result.stage)) {
        try {
            committer_.with_batch([&](Committer::Batch& batch) { store(active, batch); });
        } catch (const Error& error) {
            return fail(index, &error);
        }
        return settle(index, outcome);
    }
    // The map never moves its elements, and nobody else touches this one until its work is delivered.
    background_.start([this, index, outcome, &active]() -> Background::After {
        try {
            auto batch =
                std::make_shared<std::unique_ptr<Committer::Batch>>(std::make_unique<Committer::Batch>(site_.contents));
            store(active, **batch);
            return [this, index, outcome, batch] { settle(index, outcome, std::move(*batch)); };
        } catch (const Error& error) {
            return [this, index, error] { fail(index, &error); };
        }
    });
}

void Loop::interrupted(std::size_t index) {
    StageResult& result = active_[index].result;
    try {
        remove_outputs(site_.contents, *result.stage);
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
    tokens_.give_back(active_[index].grant);
    StageResult result = std::move(active_[index].result);
    active_.erase(index);
    result.outcome = outcome;
    result.ended = site_.env.now();
    const bool good = outcome != Outcome::failed && outcome != Outcome::interrupted;
    // With --force DVC looks after these lines of every stage, of .dvc files too.
    if (good && (outcome != Outcome::skipped || options_.force)) ignores_.add(*result.stage);
    if (good && outcome == Outcome::kept && result.stage->origin == config::Origin::data) {
        awaited_.insert(index);
    } else if (good) {
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

}  // namespace mlp::pipeline

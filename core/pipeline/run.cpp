#include "core/pipeline/run.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <set>
#include <thread>
#include <utility>

#include "core/pipeline/dvc_contents.hpp"
#include "core/pipeline/dvc_hold.hpp"
#include "core/pipeline/dvc_run_results.hpp"
#include "core/pipeline/executor/local.hpp"
#include "core/pipeline/locks.hpp"
#include "core/pipeline/run_loop.hpp"

namespace mlp::pipeline {

namespace {

DecisionRules rules_of(const RunOptions& options) {
    return {.force = options.force, .restore = options.restore, .pull = options.pull, .makers = options.explain};
}

}  // namespace

Loop::Loop(const RunSite& site, const RunOptions& options, Lock& lock)
    : site_(site),
      options_(options),
      lock_(lock),
      inspector_(site.graph.project(), site.contents),
      decider_(inspector_, site.contents, site.cache, rules_of(options), site.elsewhere),
      doubts_(site.contents.index()),
      durations_(site.contents.index()),
      scheduler_(site.graph, site.selected, site.graph.critical_path(durations_.of(site.graph))),
      tokens_(site.totals),
      ignores_(site.graph, site.contents),
      committer_(site.contents, site.recorder),
      executor_(local_executor(
          [this](std::size_t id, std::string_view bytes) { site_.progress.printed(site_.graph.stage(id), bytes); })) {}

RunSummary Loop::run() {
    summary_.started = site_.env.now();
    site_.progress.planned(site_.selected.size());
    warm_up();
    start_ready();
    while (!active_.empty() || background_.busy() || !awaited_.empty()) {
        if (active_.empty() && !background_.busy()) committer_.drain();
        wait();
        start_ready();
    }
    committer_.drain();
    take_committed();
    while (background_.busy()) wait();
    write_ignored();
    not_started();
    durations_.keep();
    summary_.ended = site_.env.now();
    return std::move(summary_);
}

/// Large inputs are hashed on all cores before the first stage asks for them one after the other; the index keeps the
/// answers.
void Loop::warm_up() {
    constexpr std::uint64_t large = 8ULL << 20;
    for (const Edge& edge : site_.graph.edges()) made_.insert(edge.path);
    std::map<std::string, Algorithm> unique;
    for (const std::size_t index : site_.selected) {
        for (const config::PathRef& dep : site_.graph.stage(index).deps) {
            if (dep.is_url()) continue;
            const auto signature = base::signature_of(site_.contents.root() / dep.path, true);
            if (signature && !made_.contains(dep.path) && (signature->is_folder() || signature->size >= large)) {
                unique.emplace(dep.path, algorithm_of(site_.graph.stage(index)));
            }
        }
    }
    struct Shared {
        std::vector<std::pair<std::string, Algorithm>> paths;
        std::atomic<std::size_t> next = 0;
    };
    auto shared = std::make_shared<Shared>();
    shared->paths.assign(unique.begin(), unique.end());
    const std::size_t threads = std::min<std::size_t>(unique.size(), std::max(1U, std::thread::hardware_concurrency()));
    for (std::size_t i = 0; i < threads; ++i) {
        background_.start([this, shared] {
            for (std::size_t at = 0; (at = shared->next++) < shared->paths.size() && !stopping_;) {
                try {
                    site_.contents.content_of(shared->paths[at].first, shared->paths[at].second);
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
    take_due_retries();
    while (!halted_ && active_.size() - waiting_for_retry() < options_.jobs) {
        take_signals();
        if (halted_) break;
        auto start = scheduler_.next(tokens_);
        if (!start) return;
        active_[start->index].grant = std::move(start->grant);
        consider(start->index);
    }
    if (halted_) take_due_retries();
}

void Loop::take_committed() {
    try {
        for (StageResult& result : committer_.take()) {
            if (result.good()) settle_outputs(result);
            if (result.good() && result.to_be_locked())
                lock_.stages.insert_or_assign(result.stage->name, LockedStage{result.inputs_to_lock(), result.outputs});
            if (awaited_.contains(result.index)) write_data_file(result);
            site_.progress.settled(result);
            if (result.outcome == Outcome::ran && result.changed_inputs.empty() && pushes(*result.stage)) {
                to_push_.push_back(result);
            }
            summary_.results.push_back(std::move(result));
        }
        write_ignored();
        push_results();
    } catch (...) {
        awaited_.clear();
        if (!summary_.failure) {
            summary_.failure = std::current_exception();
            halted_ = true;
            cancel_all(Cancel::ask);
        }
    }
}

/// What DVC does with a result once its objects are in place.
void Loop::settle_outputs(StageResult& result) {
    const config::Stage& stage = *result.stage;
    if (!stage.is_of_dvc()) return;
    doubts_.settle(stage.name, result.changed_inputs);
    if (!result.changed_inputs.empty()) return;
    try {
        DvcContents& dvc = site_.contents.dvc();
        keep_dvc_result(dvc.run_cache(), stage, {result.inputs_to_lock(), result.outputs});
    } catch (const Error& error) {
        result.warnings.push_back(error.message());
    }
}

void Loop::write_ignored() {
    try {
        ignores_.write();
    } catch (const Error& error) {
        site_.progress.warned(error.message());
    }
}

/// At once, as a folder that other stages read may hold it; its content is stored by now.
void Loop::write_data_file(const StageResult& result) {
    const auto lock = lock_dvc_project(site_.contents, site_.graph.project());
    pipeline::write_data_file(site_.graph.project(), *result.stage, lock_);
    if (awaited_.erase(result.index) > 0) scheduler_.done(result.index);
}

bool Loop::pushes(const config::Stage& stage) const {
    const ResultsElsewhere& to = site_.elsewhere;
    const bool wanted = stage.is_of_dvc() ? to.dvc != nullptr && to.dvc->pushes() : to.own != nullptr && to.own->pushes();
    return wanted && options_.restore && restores(stage);
}

void Loop::push(const StageResult& result) const {
    const auto stop = [this] { return stopping_.load(); };
    if (result.stage->is_of_dvc()) return site_.elsewhere.dvc->push(result, stop);
    site_.elsewhere.own->push(result, stop);
}

/// One piece of work at a time takes all that is there; a remote that fails is told once and left alone.
void Loop::push_results() {
    if (remote_broken_) to_push_.clear();
    if (pushing_ || to_push_.empty()) return;
    pushing_ = true;
    background_.start([this, results = std::exchange(to_push_, {})]() -> Background::After {
        std::string problem;
        try {
            for (const StageResult& result : results) push(result);
        } catch (const Error& error) {
            problem = fmt::format("results are not shared: {}", error.message());
        }
        return [this, problem] {
            pushing_ = false;
            remote_broken_ = !problem.empty();
            if (remote_broken_ && summary_.signal == 0) site_.progress.warned(problem);
            push_results();
        };
    });
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
    std::chrono::milliseconds tick{200};
    for (const auto& [index, active] : active_) {
        if (!active.again_at) continue;
        const auto left = *active.again_at - std::chrono::steady_clock::now();
        if (left > left.zero()) tick = std::min(tick, std::chrono::ceil<std::chrono::milliseconds>(left));
    }
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

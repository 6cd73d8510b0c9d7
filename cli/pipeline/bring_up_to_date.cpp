#include "cli/pipeline/bring_up_to_date.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/output/output.hpp"
#include "cli/output/progress.hpp"
#include "cli/pipeline/autostage.hpp"
#include "cli/pipeline/deprecated_data.hpp"
#include "cli/pipeline/explained.hpp"
#include "cli/pipeline/guard.hpp"
#include "cli/pipeline/parameters.hpp"
#include "cli/pipeline/pulled_inputs.hpp"
#include "cli/pipeline/recorder.hpp"
#include "cli/pipeline/run_lock.hpp"
#include "cli/pipeline/run_report.hpp"
#include "cli/pipeline/work_copy.hpp"
#include "core/base/interrupt.hpp"
#include "core/base/machine.hpp"
#include "core/base/process.hpp"
#include "core/config/settings.hpp"
#include "core/data/file_index.hpp"
#include "core/pipeline/dvc_hold.hpp"
#include "core/pipeline/lock_rows.hpp"
#include "core/pipeline/logs.hpp"
#include "core/pipeline/orphans.hpp"
#include "core/pipeline/snapshot.hpp"

namespace mlp::cli {

namespace {

/// The call as a person would type it, for the record.
std::string command_line(const RunAsk& ask) {
    std::string line = "mlp run";
    const auto flag = [&](bool on, std::string_view text) {
        if (on) line += fmt::format(" {}", text);
    };
    flag(ask.force, "--force");
    flag(ask.asked.single, "--single");
    flag(ask.keep_going, "--keep-going");
    flag(ask.no_cache, "--no-cache");
    flag(ask.no_remote, "--no-remote");
    flag(ask.pull, "--pull");
    if (ask.asked.since) line += " --since " + base::shell_quote(*ask.asked.since);
    if (ask.jobs) line += fmt::format(" -j {}", *ask.jobs);
    for (const std::string& edit : ask.set) line += " --set " + base::shell_quote(edit);
    for (const std::string& stage : ask.asked.stages) line += " " + base::shell_quote(stage);
    return line;
}

std::size_t jobs_of(Invocation& call, const RunAsk& ask) {
    const auto wanted = ask.jobs ? ask.jobs : call.settings().integer("run.jobs");
    if (wanted && *wanted > 0) return static_cast<std::size_t>(*wanted);
    return static_cast<std::size_t>(std::max(1.0, base::machine().cpus));
}

/// A stage that would run and asks for more than the machine has: told before anything runs. One that is up to date, or
/// that can be restored, is none of this machine's business.
void refuse_excess(Site& site, const RunAsk& ask, const pipeline::Totals& totals) {
    const auto selected = site.selected(ask.asked);
    const auto excess_of = [&](std::size_t index) {
        return pipeline::excess(site.graph().stage(index).resources, totals);
    };
    if (std::all_of(selected.begin(), selected.end(), [&](std::size_t index) { return excess_of(index).empty(); }))
        return;
    const auto plan = site.plan(selected, {.force = ask.force, .restore = !ask.no_cache});
    constexpr std::string_view way_out = "run it on a larger machine, or ask for less in its resources";
    for (const pipeline::PlannedStage& planned : plan.stages) {
        const std::string more = excess_of(planned.index);
        if (planned.decision.action != pipeline::Action::run || more.empty()) continue;
        const config::Stage& stage = site.graph().stage(planned.index);
        throw Error(Kind::invalid, fmt::format("stage '{}' asks for {}", stage.name, more))
            .at(stage.place.to_string())
            .hint(stage.resources.gpus > static_cast<double>(totals.gpus.size())
                      ? fmt::format("{}; the setting run.gpus says how many GPUs there are", way_out)
                      : std::string(way_out));
    }
}

void choose_remotes(Site& site, const RunAsk& ask) {
    if (ask.pull) site.pull();
    if (ask.no_remote) return site.leave_remotes_alone();
    site.warn_of_absent_remote(ask.pull);
}

void write_lock_files(Site& site) {
    const auto lock = pipeline::lock_dvc_project(site.contents(), site.graph().project());
    pipeline::write_locks(site.graph(), site.locks());
}

/// Entries that an interrupted run left in the store go into the lock files before anything else happens.
void settle_pending(Site& site, const std::string& workspace) {
    if (!site.has_pending()) return;
    write_lock_files(site);
    base::Transaction transaction(site.call().store().db());
    pipeline::clear_lock_rows(site.call().store().db(), workspace);
    transaction.commit();
    site.call().note("took up the results of a run that was interrupted");
}

std::filesystem::path cache_folder(Invocation& call) {
    if (const auto set = call.settings().text("cache.dir"); set && !set->empty()) return call.root() / *set;
    return base::cache_home(call.env()).value_or(call.root() / ".mlp" / "cache");
}

std::map<std::string, std::string> stage_environment(Invocation& call) {
    auto environment = base::current_environment();
    // A relative path would mean another file in a stage's own folder.
    if (call.env().variable("MLP_STORE")) environment["MLP_STORE"] = call.store().location().database.string();
    return environment;
}

/// Who tells a catalog of the run, where somebody asked for that.
std::unique_ptr<LineageRecorder> lineage_witness(Site& site, const RunAsk& ask, const std::string& run_id,
                                                 pipeline::Recorder& recorder) {
    Invocation& call = site.call();
    const auto to = lineage_wanted(call, ask.lineage);
    if (!to) return nullptr;
    return std::make_unique<LineageRecorder>(call, LineageSite{.project = site.graph().project(),
                                                               .recorder = recorder,
                                                               .run_id = run_id,
                                                               .within = ask.within,
                                                               .to = *to,
                                                               .root = ask.lineage.root.value_or(call.root().string())});
}

pipeline::RunSummary run_stages(Site& site, const RunAsk& ask, base::InterruptGuard& interrupts, std::string& run_id) {
    Invocation& call = site.call();
    store::Store& store = call.store();
    const std::string workspace = pipeline::workspace_id(call.root(), call.env());
    settle_pending(site, workspace);
    site.open_cache();
    const auto environment = stage_environment(call);
    const pipeline::Totals totals = pipeline::totals_of_machine(call.settings().integer("run.gpus"), environment);
    refuse_excess(site, ask, totals);
    const std::string id = base::new_id(call.env());
    TrackedRun recorder(
        {.project = site.graph().project(),
         .store = store,
         .objects = site.objects(),
         .run_id = id,
         .workspace_id = workspace,
         .lock_bases = site.locks().digests,
         .command_line = command_line(ask),
         .within = ask.within,
         .name = ask.within ? std::optional(fmt::format("{}", fmt::join(ask.set, " "))) : std::nullopt});
    if (ask.within) recorder.begin();
    const auto witness = lineage_witness(site, ask, id, recorder);
    const auto progress = make_progress(call);
    const Terminal& terminal = call.terminal();
    const pipeline::RunSite parts{.graph = site.graph(),
                                  .selected = site.selected(ask.asked),
                                  .contents = site.contents(),
                                  .elsewhere = site.elsewhere(),
                                  .cache = site.cache(),
                                  .recorder = witness ? static_cast<pipeline::Recorder&>(*witness) : recorder,
                                  .progress = *progress,
                                  .interrupts = interrupts,
                                  .env = call.env(),
                                  .environment = environment,
                                  .totals = totals,
                                  .logs = ".mlp/logs/" + id,
                                  .cache_folder = cache_folder(call),
                                  .guard = guard_words()};
    const pipeline::RunOptions options{
        .force = ask.force,
        .restore = !ask.no_cache,
        .pull = ask.pull,
        .keep_going = ask.keep_going,
        .explain = ask.explain,
        .jobs = jobs_of(call, ask),
        .terminal = ask.asked.stages.size() == 1 && call.may_prompt() && terminal.output};
    const auto patience = ask.wait ? std::chrono::hours(24) : std::chrono::hours(0);
    const pipeline::DvcHold hold(site.contents(), site.graph(), parts.selected, command_line(ask), patience);
    const Autostage autostage(site);
    pipeline::RunSummary summary = pipeline::run(parts, options, site.locks().lock);
    for (const pipeline::StageResult& result : summary.results) {
        if (result.good() && result.to_be_locked()) site.locks().settled.insert(result.stage->name);
    }
    try {
        if (summary.changed()) write_lock_files(site);
        autostage.add_changed();
        if (summary.changed() || recorder.begun()) recorder.finish(summary, site.locks().lock);
        if (witness) witness->finish(summary);
    } catch (...) {
        if (!summary.failure) summary.failure = std::current_exception();
    }
    if (recorder.begun()) {
        constexpr std::size_t kept_runs = 100;
        pipeline::prune_logs(call.root(), kept_runs);
        run_id = id;
    }
    return summary;
}

/// What is up to date now can be told from stat alone next time. Only worth its cost when all went well.
void remember(Site& site, const RunAsk& ask, const pipeline::RunSummary& summary) {
    try {
        if (summary.good() && !ask.asked.since) site.keep_if_current(ask.asked, true);
    } catch (const Error&) {
        // A stage may have eaten what it needs: the next run says so; this one went well.
    }
    site.index().flush();
}

Report dry_run(Invocation& call, data::FileIndex& index, const RunAsk& ask) {
    Site site(call, index);
    choose_remotes(site, ask);
    warn_of_deprecated(site, ask.asked);
    const auto plan =
        site.plan(site.selected(ask.asked), {.force = ask.force, .restore = !ask.no_cache, .pull = ask.pull, .makers = ask.explain});
    Report report = dry_run_report(site.graph(), plan);
    if (ask.explain) add_explanations(report, explain(site, ask.asked, plan));
    if (ask.asked.since) add_since(report, site.since(*ask.asked.since), site.graph());
    return report;
}

/// A tree that cannot be written needs no lock, as long as nothing is to be done in it.
std::optional<Report> nothing_to_do(Invocation& call, data::FileIndex& index, const RunAsk& ask) {
    if (ask.force || ask.explain || ask.asked.since || !ask.set.empty()) return std::nullopt;
    Site site(call, index);
    const auto selected = site.selected(ask.asked);
    if (site.has_pending() || !site.plan(selected).nothing_to_do()) return std::nullopt;
    std::vector<std::string> names;
    for (const std::size_t at : selected) names.push_back(site.graph().stage(at).name);
    return nothing_to_do_report(names);
}

}  // namespace

Report bring_up_to_date(Invocation& call, const RunAsk& ask) {
    data::FileIndex index(index_path(call));
    if (ask.dry_run) return dry_run(call, index, ask);
    lineage_wanted(call, ask.lineage);  // an address that is none is told before anything is done
    if (!ask.force && !ask.explain && !ask.asked.since && ask.set.empty()) {
        if (const auto current = pipeline::unchanged_since(index, snapshot_of(ask.asked), call.root())) {
            return nothing_to_do_report(*current);
        }
    }
    std::optional<base::FileLock> lock;
    try {
        lock = take_run_lock(call, ask.wait);
    } catch (const Error& error) {
        auto report = error.kind() == Kind::conflict ? std::nullopt : nothing_to_do(call, index, ask);
        if (!report) throw;
        return *std::move(report);
    }
    if (const int ended = pipeline::end_orphans(call.root()); ended > 0) {
        call.note(fmt::format("ended {} that a killed run had left at work",
                              ended == 1 ? "a process" : fmt::format("{} processes", ended)));
    }
    remove_left_copies(call.root());
    base::remove_tree(fetched_folder(call));  // left by a run that was killed
    base::InterruptGuard interrupts;
    ParameterEdits edits(call.root());
    edits.apply(ask.set);
    std::optional<Site> site;
    try {
        site.emplace(call, index);
        choose_remotes(*site, ask);
        if (ask.pull) pull_inputs(*site, ask.asked);
        refuse_deprecated(*site, ask.asked);  // and names that do not exist: told before anything is made
    } catch (...) {
        edits.undo();
        throw;
    }
    std::string run_id;
    const pipeline::RunSummary summary = run_stages(*site, ask, interrupts, run_id);
    if (!summary.failure) remember(*site, ask, summary);
    Report report = run_report(
        summary,
        {.run_id = run_id.empty() ? std::nullopt : std::optional(run_id), .parameters = ask.set, .root = call.root()});
    if (ask.explain) add_explanations(report, explain(*site, ask.asked, summary, run_id));
    if (ask.asked.since) add_since(report, site->since(*ask.asked.since), site->graph());
    if (summary.signal == 0 && !summary.failure) return report;
    print(report, call);
    if (summary.failure) std::rethrow_exception(summary.failure);
    throw base::Interrupted{summary.signal};
}

}  // namespace mlp::cli

#include "cli/pipeline/recorder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "cli/compare/declared.hpp"
#include "cli/pipeline/code_snapshot.hpp"
#include "cli/pipeline/stage_documents.hpp"
#include "core/base/io.hpp"
#include "core/base/process.hpp"
#include "core/pipeline/lock_rows.hpp"
#include "core/pipeline/run_cache.hpp"

namespace mlp::cli {

using base::Json;
using pipeline::Outcome;
using pipeline::StageResult;
using tracking::RunStatus;
using tracking::Tag;

namespace {

RunStatus status_of(const StageResult& result) {
    switch (result.outcome) {
        case Outcome::failed:
            return RunStatus::failed;
        case Outcome::interrupted:
            return RunStatus::killed;
        default:
            return RunStatus::finished;
    }
}

/// What cannot be kept is a note in the record, never a failure of the run.
KeptCode keep_code(const config::Project& project, data::ObjectStore& objects) {
    KeptCode kept{
        .git = git_facts(project.root), .code = {}, .objects = std::make_unique<data::ObjectStore::Batch>(objects)};
    try {
        kept.code = take_code(project, *kept.objects, {.outputs = output_paths(project)});
    } catch (const std::exception& error) {
        kept.code = {{"version", 1}, {"problem", error.what()}};
    }
    return kept;
}

std::string joined(const std::vector<std::string>& commands) { return fmt::format("{}", fmt::join(commands, "\n")); }

}  // namespace

TrackedRun::TrackedRun(Recording recording)
    : to_(std::move(recording)),
      tracking_(tracking::open_tracking(to_.store)),
      user_(base::user_name(to_.store.env())) {
    // A stage's own processes must see its run before it starts, but nobody needs that to survive a power cut: rows are
    // committed without a sync, and one sync of the log makes a whole group durable before it is told (see
    // make_durable).
    auto mode = to_.store.db().prepare("PRAGMA journal_mode");
    lazy_sync_ = mode.step()->get<std::string>(0) == "wal";
    mode.reset();
    if (lazy_sync_) to_.store.db().execute("PRAGMA synchronous = NORMAL;");
    // Statements that replace rows keep what they replaced until they are done: not worth a file each.
    to_.store.db().execute("PRAGMA temp_store = MEMORY;");
}

TrackedRun::~TrackedRun() {
    if (!lazy_sync_) return;
    try {
        to_.store.db().execute("PRAGMA synchronous = FULL;");
    } catch (const Error&) {
        // A destructor has nobody to tell; the connection ends with the process.
    }
}

void TrackedRun::make_durable() const {
    if (lazy_sync_) base::sync_file(to_.store.location().database.string() + "-wal");
}

void TrackedRun::begin_parent() {
    if (begun_) return;
    const base::Env& env = to_.store.env();
    const std::string& name = to_.project.name;
    tracking_->reap();
    const auto known = tracking_->find_experiment_by_name(name);
    experiment_ = known ? known->id : tracking_->create_experiment(name);
    if (known && known->lifecycle == tracking::Lifecycle::deleted) tracking_->restore_experiment(experiment_);
    tracking::NewRun run;
    run.experiment_id = experiment_;
    run.id = to_.run_id;
    run.parent_id = to_.within;
    run.name = to_.name;
    run.user_id = user_;
    run.owner_pid = ::getpid();
    run.tags = {{"mlp.kind", "pipeline"},
                {"mlflow.user", run.user_id},
                {"mlflow.source.name", to_.command_line},
                {"mlflow.source.type", "PROJECT"}};
    if (const auto commit = git::head_commit(to_.project.root))
        run.tags.push_back({"mlflow.source.git.commit", *commit});
    tracking_->create_run(run);
    tracking_->put_document(to_.run_id, "command", {{"line", to_.command_line}});
    tracking_->put_document(to_.run_id, "project", {{"name", name}, {"file", to_.project.file}});
    if (const base::Json listed = listed_measures(to_.project); !listed.is_null()) {
        tracking_->put_document(to_.run_id, "measures", listed);
    }
    tracking_->put_document(to_.run_id, "host", host_facts(env));
    code_ = std::async(std::launch::async, [this] { return keep_code(to_.project, to_.objects); });
    packages_ =
        std::async(std::launch::async, [path = env.variable("PATH").value_or("")] { return package_facts(path); });
    begun_ = true;
}

void TrackedRun::begin() {
    const std::scoped_lock lock(mutex_);
    base::Transaction transaction(to_.store.db());
    begin_parent();
    transaction.commit();
}

std::string TrackedRun::begin_stage(const config::Stage& stage, const pipeline::StageInputs&) {
    const std::scoped_lock lock(mutex_);
    base::Transaction transaction(to_.store.db());
    begin_parent();
    tracking::NewRun run;
    run.experiment_id = experiment_;
    run.name = tracking_key(stage.name);
    run.parent_id = to_.run_id;
    run.user_id = user_;
    run.owner_pid = ::getpid();
    // The rest follows with the result (see keep_child), where it shares its transaction with others.
    run.tags = {{"mlp.stage", stage.name}};
    std::string id = tracking_->create_run(run).id;
    transaction.commit();
    return id;
}

void TrackedRun::commit(std::span<const StageResult> results) {
    {
        const std::scoped_lock lock(mutex_);
        base::Transaction transaction(to_.store.db());
        for (const StageResult& result : results) keep(result);
        transaction.commit();
    }
    make_durable();
}

void TrackedRun::keep(const StageResult& result) {
    if (result.good()) {
        base::Db& db = to_.store.db();
        const auto base = to_.lock_bases.find(pipeline::lock_path(*result.stage));
        if (result.to_be_locked()) {
            pipeline::put_lock_row(db, to_.workspace_id, base == to_.lock_bases.end() ? base::Digest() : base->second,
                               result.stage->name, {result.inputs_to_lock(), result.outputs}, result.ended);
        }
        if (!result.changed_inputs.empty()) {
            // Neither what it read nor what it made can be told any more.
        } else if (result.outcome == Outcome::ran) {
            pipeline::put_cached(db, result.fingerprint, result.stage->name, result.outputs, result.run_id,
                                 result.ended);
        } else if (!result.evidence.remote.empty()) {
            // Here now, too: the next time nobody has to be asked.
            const pipeline::Maker maker = result.evidence.made_by.value_or(pipeline::Maker{});
            pipeline::put_cached(db, result.fingerprint, result.stage->name, result.outputs, maker.run_id, maker.time);
        }
    }
    if (result.run_id.empty()) return;
    keep_child(result);
    keep_in_parent(result);
}

void TrackedRun::keep_child(const StageResult& result) {
    tracking::Batch batch;
    batch.metrics = metrics_of(result, "");
    for (const auto& [key, value] : flat_params(result.inputs)) batch.params.push_back({key, value});
    batch.artifacts = artifacts_of(result, to_.objects);
    batch.tags = {{"mlp.kind", "stage"},
                  {"mlflow.user", user_},
                  {"mlflow.source.name", joined(result.inputs.commands)},
                  {"mlflow.source.type", "PROJECT"}};
    tracking_->log(result.run_id, batch);
    tracking_->log_inputs(result.run_id, inputs_of(result.inputs), {});
    tracking_->put_document(result.run_id, "stage", stage_document(result));
    tracking_->put_document(result.run_id, "command",
                            {{"line", joined(result.inputs.commands)}, {"shell", result.inputs.shell}});
    if (!result.python_folder.empty()) {
        tracking_->put_document(result.run_id, "packages", environment_facts(result.python_folder));
    }
    tracking_->update_run(result.run_id, status_of(result), result.ended, std::nullopt);
}

void TrackedRun::keep_in_parent(const StageResult& result) {
    tracking::Batch batch;
    batch.metrics = metrics_of(result, result.stage->name);
    for (const auto& [key, value] : flat_params(result.inputs)) {
        // A parameter file may be made by a stage, so that two stages saw different values: the first is the run's.
        if (params_.try_emplace(key, value).second) batch.params.push_back({key, value});
    }
    if (!batch.empty()) tracking_->log(to_.run_id, batch);
}

/// Of stages that were restored or left alone.
void TrackedRun::keep_unexecuted(const pipeline::RunSummary& summary, const pipeline::Lock& lock) {
    for (const StageResult& result : summary.results) {
        const pipeline::LockedStage* locked = lock.find(result.stage->name);
        if (!result.run_id.empty() || locked == nullptr || result.outcome == Outcome::not_started) continue;
        StageResult as_executed = result;
        as_executed.inputs = locked->inputs;
        as_executed.ended = summary.ended;
        for (const config::Output& out : result.stage->outs) {
            if (out.role != config::Output::Role::metric || !out.is_inside()) continue;
            try {
                as_executed.metrics.merge(config::read_metrics(to_.project.root / out.path));
            } catch (const Error&) {
                // Told when the stage was executed.
            }
        }
        keep_in_parent(as_executed);
    }
}

void TrackedRun::keep_facts() {
    KeptCode kept = code_.get();
    const Json& git = kept.git.document;
    tracking_->put_document(to_.run_id, "git", git);
    tracking_->put_document(to_.run_id, "code", kept.code);
    tracking_->put_document(to_.run_id, "locks", take_locks(to_.project, *kept.objects));
    tracking::Batch batch;
    const std::string branch = git.value("branch", std::string());
    if (!branch.empty()) batch.tags.push_back({"mlflow.source.git.branch", branch});
    const std::string remote = git.value("remote", std::string());
    if (!remote.empty()) batch.tags.push_back({"mlflow.source.git.repoURL", remote});
    if (const std::string& diff = kept.git.diff; !diff.empty()) {
        batch.artifacts.push_back({"git/diff.patch", diff.size(), kept.objects->put_bytes(diff).to_string()});
    }
    kept.objects->commit();
    if (!batch.empty()) tracking_->log(to_.run_id, batch);
    if (const Json packages = packages_.get(); !packages.is_null()) {
        tracking_->put_document(to_.run_id, "packages", packages);
    }
}

void TrackedRun::finish(const pipeline::RunSummary& summary, const pipeline::Lock& lock) {
    {
        const std::scoped_lock guard(mutex_);
        base::Transaction transaction(to_.store.db());
        pipeline::clear_lock_rows(to_.store.db(), to_.workspace_id);
        if (begun_) {
            if (to_.within) keep_unexecuted(summary, lock);
            keep_facts();
            tracking_->put_document(to_.run_id, "stages", stages_document(summary, lock, to_.project, to_.store.db()));
            const RunStatus status = summary.signal != 0 ? RunStatus::killed
                                     : summary.good()    ? RunStatus::finished
                                                         : RunStatus::failed;
            tracking_->update_run(to_.run_id, status, summary.ended, std::nullopt);
        }
        transaction.commit();
    }
    make_durable();
}

}  // namespace mlp::cli

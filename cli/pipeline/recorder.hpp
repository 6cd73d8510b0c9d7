// Turns the results of a pipeline into tracked runs, lock rows and earlier results: one transaction for each group of
// stages.
#pragma once

#include <filesystem>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "cli/pipeline/facts.hpp"
#include "core/config/project.hpp"
#include "core/data/object_store.hpp"
#include "core/pipeline/lock.hpp"
#include "core/pipeline/recorder.hpp"
#include "core/pipeline/run.hpp"
#include "core/store/store.hpp"
#include "core/tracking/store.hpp"

namespace mlp::cli {

struct Recording {
    const config::Project& project;
    store::Store& store;
    data::ObjectStore& objects;
    std::string run_id;        ///< of the parent, used once a stage is executed
    std::string workspace_id;  ///< of the lock rows
    std::map<std::string, base::Digest> lock_bases;  ///< of the lock files as they were when the run began
    std::string command_line;
    /// The run that this one is a part of. Such a run is one of several that will be compared: it is recorded even when
    /// nothing is executed, with the parameters and metrics of all its stages.
    std::optional<std::string> within = {};
    std::optional<std::string> name = {};  ///< of the run; a random one without it
};

/// The code as it was when a run began; its objects are not durable yet.
struct KeptCode {
    GitFacts git;
    base::Json code;
    std::unique_ptr<data::ObjectStore::Batch> objects;
};

class TrackedRun final : public pipeline::Recorder {
public:
    explicit TrackedRun(Recording recording);
    ~TrackedRun() override;

    std::string begin_stage(const config::Stage& stage, const pipeline::StageInputs& inputs) override;
    void commit(std::span<const pipeline::StageResult> results) override;

    /// Begins the parent run now, not with the first stage.
    void begin();
    /// After mlp.lock was written: ends the parent, keeps its documents, clears the lock rows.
    void finish(const pipeline::RunSummary& summary, const pipeline::Lock& lock);
    /// True once there is a parent run.
    bool begun() const { return begun_; }

private:
    void begin_parent();
    void keep(const pipeline::StageResult& result);
    void keep_child(const pipeline::StageResult& result);
    void keep_in_parent(const pipeline::StageResult& result);
    void keep_unexecuted(const pipeline::RunSummary& summary, const pipeline::Lock& lock);
    void keep_facts();
    void make_durable() const;

    Recording to_;
    std::unique_ptr<tracking::TrackingStore> tracking_;
    std::string user_;
    std::mutex mutex_;  // the connection is used by the run's thread and by the committer's
    std::string experiment_;
    bool begun_ = false;
    bool lazy_sync_ = false;                     ///< commits are visible at once and synced by make_durable()
    std::map<std::string, std::string> params_;  ///< already logged to the parent
    std::set<std::string> environments_;         ///< Python environments whose packages are recorded
    std::future<KeptCode> code_;
    std::future<base::Json> packages_;
};

}  // namespace mlp::cli

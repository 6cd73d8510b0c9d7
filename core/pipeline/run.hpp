// Brings stages up to date: in parallel, cached, recorded; ended tidily by a signal.
#pragma once

#include <exception>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/env.hpp"
#include "core/base/interrupt.hpp"
#include "core/pipeline/contents.hpp"
#include "core/pipeline/decision.hpp"
#include "core/pipeline/graph.hpp"
#include "core/pipeline/lock.hpp"
#include "core/pipeline/progress.hpp"
#include "core/pipeline/recorder.hpp"
#include "core/pipeline/resources.hpp"

namespace mlp::pipeline {

struct RunOptions {
    bool force = false;       ///< run whatever the lock says
    bool restore = true;      ///< earlier results may be used instead of running
    bool pull = false;        ///< see DecisionRules
    bool keep_going = false;  ///< after a failure go on with what does not depend on it
    bool explain = false;     ///< also look up who made what is up to date
    std::size_t jobs = 1;     ///< stages at a time
    bool terminal = false;    ///< a stage that is left alone keeps standard input, for a debugger
};

/// What a run works with; all of it outlives the run.
struct RunSite {
    const Graph& graph;
    std::vector<std::size_t> selected;  ///< ascending
    Contents& contents;
    ResultsElsewhere elsewhere = {};
    base::Db* cache;                  ///< a connection of its own for looking up earlier results; nullptr: none
    Recorder& recorder;
    Progress& progress;
    base::InterruptGuard& interrupts;
    const base::Env& env;
    std::map<std::string, std::string> environment;  ///< of the stages, before what each adds
    Totals totals;                                   ///< what the stages share
    std::string logs;                                ///< folder for this run's logs, relative to the root
    std::filesystem::path cache_folder;              ///< of Python environments
    std::vector<std::string> guard = {};             ///< command that ends stages when this process is killed (AtWork)
};

struct RunSummary {
    std::vector<StageResult> results;  ///< of every selected stage, in the order they were settled
    int signal = 0;                    ///< that ended the run; 0: none
    std::exception_ptr failure;        ///< results could not be kept; those in `results` are
    base::Millis started = 0;
    base::Millis ended = 0;

    bool changed() const;   ///< anything ran or was restored
    bool executed() const;  ///< any stage was started
    bool good() const;      ///< all is up to date
};

/// @param lock  what is locked; results that are durable are put into it
RunSummary run(const RunSite& site, const RunOptions& options, Lock& lock);

}  // namespace mlp::pipeline

// Tells a catalog what a run did: stands between the run and its recorder, and makes an event of OpenLineage of each
// beginning and end.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "cli/invocation.hpp"
#include "core/config/project.hpp"
#include "core/lineage/delivery.hpp"
#include "core/lineage/event.hpp"
#include "core/pipeline/recorder.hpp"
#include "core/pipeline/run.hpp"

namespace mlp::cli {

/// What is asked for on the command line.
struct LineageAsk {
    std::optional<std::string> to = {};    ///< a file or an address, as given
    std::optional<std::string> root = {};  ///< the project that this one is a copy of
};

/// Where events of runs go: what is asked for, else the setting lineage.to, else OPENLINEAGE_URL; a file as an absolute
/// path. Nothing: nobody wants any.
std::optional<std::string> lineage_wanted(Invocation& call, const LineageAsk& ask);

struct LineageSite {
    const config::Project& project;
    pipeline::Recorder& recorder;  ///< the one that keeps results
    std::string run_id;            ///< of the run as a whole
    std::optional<std::string> within = {};
    std::string to;               ///< as lineage_wanted() gave it
    std::filesystem::path root;  ///< what paths of files are given from
};

class LineageDescriber;

/// A run's catalog is never more than a witness: whatever goes wrong there is one warning at the end.
class LineageRecorder final : public pipeline::Recorder {
public:
    LineageRecorder(Invocation& call, LineageSite site);
    ~LineageRecorder() override;

    std::string begin_stage(const config::Stage& stage, const pipeline::StageInputs& inputs) override;
    void commit(std::span<const pipeline::StageResult> results) override;

    /// Ends what is open, waits a bounded time for the last events and warns once if some did not arrive.
    void finish(const pipeline::RunSummary& summary);

private:
    void begin_run(base::Millis time);
    void tell_begin(const config::Stage& stage, const pipeline::StageInputs& inputs, const std::string& run_id,
                    base::Millis time);
    void tell_end(const pipeline::StageResult& result);
    void tell_whole(const pipeline::StageResult& result);
    void tell(const lineage::Event& event);
    void close(std::chrono::milliseconds patience);

    Invocation& call_;
    LineageSite site_;
    std::mutex mutex_;  // guards all below: stages begin and end on two threads
    std::unique_ptr<LineageDescriber> describer_;
    std::map<std::string, const config::Stage*> open_;  ///< stages that began, by their run
    bool begun_ = false;
    std::unique_ptr<lineage::Delivery> delivery_;
};

}  // namespace mlp::cli

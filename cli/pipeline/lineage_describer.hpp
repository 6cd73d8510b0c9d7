// What the events of a run say of its jobs and data: names, owners, code, columns, as the project declares them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/pipeline/lineage.hpp"

namespace mlp::cli {

class LineageDescriber {
public:
    LineageDescriber(Invocation& call, const LineageSite& site);

    /// An event of the run as a whole.
    lineage::Event run_event(lineage::EventType type, base::Millis time) const;
    /// … of one stage, without its data.
    lineage::Event stage_event(lineage::EventType type, const config::Stage& stage, const std::string& run_id,
                               base::Millis time) const;
    std::vector<lineage::Dataset> inputs(const config::Stage& stage, const pipeline::StageInputs& inputs);
    /// @param made  what was written; nothing yet when the stage begins
    std::vector<lineage::Dataset> outputs(const config::Stage& stage, const pipeline::Outputs& made);
    /// "train: exit code 3" for each stage that failed.
    std::string failures(const pipeline::RunSummary& summary) const;

private:
    lineage::Dataset described(const std::string& path);
    const std::vector<lineage::Field>& fields_of(const config::Dataset& dataset);
    std::optional<lineage::CodeLocation> code_of(const std::string& file) const;

    const LineageSite& site_;
    lineage::JobId pipeline_;
    std::optional<lineage::RunRef> parent_;          ///< of the whole
    std::optional<lineage::CodeLocation> code_;      ///< of the project's folder
    std::map<std::string, std::vector<lineage::Field>> fields_;  ///< by data set, once asked for
};

}  // namespace mlp::cli

// The inputs of stages as they are now: contents of dependencies, values of parameters, the Python lock.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/env.hpp"
#include "core/base/io.hpp"
#include "core/config/project.hpp"
#include "core/pipeline/contents.hpp"
#include "core/pipeline/dvc_datasets.hpp"
#include "core/pipeline/stage_state.hpp"

namespace mlp::pipeline {

/// Not for several threads. A parameter file is read once for all stages, and again only when it changed.
class Inspector {
public:
    Inspector(const config::Project& project, Contents& contents);

    /// Everything `stage` declares, as it is now. A dependency that is not there: Error{missing} with the place that
    /// names it.
    /// @param locked  its contents are compared in the way that they are named there (DVC 2 named them otherwise)
    StageInputs inputs(const config::Stage& stage, const LockedStage* locked);
    /// The same as a new entry has it: what changed is named by today's digests; what did not keeps the name that the
    /// lock has, as in DVC, which goes on with the text digests of DVC 2.
    StageInputs new_inputs(const config::Stage& stage, const LockedStage* locked);

    /// When dependencies that are files were last written (ns); those in `left_out` are not looked at.
    using Times = std::map<std::string, std::int64_t>;
    Times times(const config::Stage& stage, const std::set<std::string>& left_out) const;
    /// Dependencies and parameter files of which `before`, taken at `since`, is no longer true, or that were `written`
    /// since. One that is gone was read before: whoever needs it next says so. What Python adds to a folder that it
    /// reads (`__pycache__`) is no change to a stage of DVC.
    std::vector<std::string> changed_since(const config::Stage& stage, const StageInputs& before, const Times& written,
                                           base::Millis since);

    /// Content at a path, or nothing. What was assumed comes before what is there.
    std::optional<Content> content(const std::string& path, Algorithm algorithm);

    /// For plans: from now on `path` counts as holding `content`, as it will once it was restored.
    void assume(const std::string& path, const Content& content) { assumed_[path] = content; }
    /// For plans: `path` will be made by a run and cannot be known; as a dependency it counts as `standin`.
    void assume_unknown(const std::string& path) { unknown_.insert(path); }
    /// Whether a dependency on `path` meets something assumed unknown.
    bool unknown(const std::string& path) const;

private:
    using Values = std::map<std::string, base::Json>;
    struct ParamFile {
        std::vector<std::string> keys;  ///< that any stage asks for
        std::optional<base::Signature> signature;
        bool read = false;
        std::optional<Values> values;
        std::map<std::string, std::string> aliases;  ///< of DVC's reading
    };
    /// A file by its name and by whose rules its values are read: DVC's are Python's.
    using ParamFiles = std::map<std::pair<std::string, bool>, ParamFile>;
    const ParamFile& read(const std::string& file, bool whole, bool by_dvc);
    std::optional<Content> assumed(const std::string& path, Algorithm algorithm);
    void add_deps(const config::Stage& stage, const LockedStage* locked, StageInputs& inputs);
    void add_dataset(const config::PathRef& dep, StageInputs& inputs);
    void add_params(const config::Stage& stage, StageInputs& inputs);
    bool same_but_for_additions(const std::string& path, const Content& before, base::Millis since);

    const config::Project& project_;
    Contents& contents_;
    std::optional<DvcDatasets> datasets_;  ///< read when a stage first depends on one
    std::map<std::string, Content> assumed_;
    std::set<std::string> unknown_;
    ParamFiles params_;
    ParamFiles whole_params_;
};

}  // namespace mlp::pipeline

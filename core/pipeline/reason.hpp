// Why a stage has to run: found by comparing what is locked with what is there now.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"
#include "core/config/project.hpp"
#include "core/pipeline/stage_state.hpp"

namespace mlp::pipeline {

struct Reason {
    enum class Kind {
        never_run,
        command,
        shell,
        folder,
        dep_added,
        dep_removed,
        dep_modified,
        param,
        variable,
        python,
        out_declared,
        out_missing,
        out_modified,
        out_unstored,  ///< it is as locked, but the store does not have it
        always_changed,
        forced,
        unsteady,  ///< an input changed while it last ran, so its result may be of neither state
        upstream,
        blocked,  ///< it cannot run: something that no stage makes is not there
    };
    Kind kind = Kind::never_run;
    std::string subject = {};  ///< path, "params.yaml:train.lr", variable or stage; empty where there is only one
    std::string before = {};   ///< as text; empty when not applicable
    std::string after = {};
    std::string text() const;  ///< "params train.lr 0.1 → 0.2"
};

/// "never_run", "param" …: stable names for JSON.
std::string_view reason_name(Reason::Kind kind);

/// "train.lr" of the default file stands alone; others carry their file's name, and stand alone where the whole file is
/// meant.
std::string param_name(const std::string& file, const std::string& key);
Json reasons_json(const std::vector<Reason>& reasons);

/// Reasons in the declared part, in the order: parameters, command, shell, folder, dependencies, variables, Python,
/// outputs.
std::vector<Reason> compare_inputs(const StageInputs& locked, const StageInputs& now);

/// The same by DVC's rules: only what the stage declares now is looked at, and only what dvc.lock keeps (command,
/// dependencies, parameters; of a parameter file that is read as a whole also what is gone); values are equal as Python's are (1 == 1.0).
std::vector<Reason> compare_dvc_inputs(const config::Stage& stage, const StageInputs& locked, const StageInputs& now);

}  // namespace mlp::pipeline

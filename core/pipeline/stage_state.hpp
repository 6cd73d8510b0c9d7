// A stage as one moment saw it: what it declares with the values all that had, and the contents it made. This is what a
// fingerprint is taken of, what mlp.lock keeps, and what "up to date" compares.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "core/data/tree.hpp"
#include "core/pipeline/param_aliases.hpp"

namespace mlp::pipeline {

using base::Digest;
using base::Json;
using data::Content;

struct PythonLock {
    std::string path;  ///< relative to the root
    Digest digest;     ///< of the lock file's bytes
    bool operator==(const PythonLock&) const = default;
};

/// Everything declared, with its value. Paths are relative to the project's root. Nothing in it depends on the host,
/// the user, the time or where the project lies.
struct StageInputs {
    std::vector<std::string> commands;
    /// The one command stands in a list: for dvc.yaml that is not the same as a text.
    bool listed = false;
    std::string shell = "/bin/sh";
    std::string wdir = ".";
    std::map<std::string, Content> deps;
    /// file → key → value; the key "" stands for the whole file. A key that the file does not have is absent.
    std::map<std::string, std::map<std::string, Json>> params;
    ParamAliases aliases;  ///< of stages of DVC
    std::vector<std::string> outs;  ///< sorted paths
    std::map<std::string, std::string> env;
    std::optional<PythonLock> python;
    bool operator==(const StageInputs&) const = default;
};

/// One stage of mlp.lock: inputs, and what the last good run of them made. `inputs.outs` are the keys of `outs`.
struct LockedStage {
    StageInputs inputs;
    std::map<std::string, Content> outs;
    bool operator==(const LockedStage&) const = default;
};

}  // namespace mlp::pipeline

// What a run records about its surroundings: the code's state, the machine, the Python packages. Read without starting
// a process.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/env.hpp"
#include "core/base/json.hpp"
#include "core/git/repository.hpp"

namespace mlp::cli {

struct GitFacts {
    base::Json document;  ///< {"state": "none"} outside a repository; `problem` says what could not be read
    std::string diff;     ///< uncommitted changes as a patch; bytes, not always UTF-8
};
GitFacts git_facts(const std::filesystem::path& root);

base::Json host_facts(const base::Env& env);

/// Interpreter, version and installed packages of the `python3` (or `python`) that a PATH leads to; null without one.
base::Json package_facts(const std::string& path_value);
/// The same for a virtual environment.
base::Json environment_facts(const std::filesystem::path& folder);

}  // namespace mlp::cli

// One `mlp run` at a time in a working copy.
#pragma once

#include <filesystem>

#include "cli/invocation.hpp"
#include "core/base/io.hpp"

namespace mlp::cli {

/// .mlp of the project, made when it is not there. It ignores itself, so that an adopted repository stays clean without
/// an edit of its .gitignore.
std::filesystem::path state_folder(const std::filesystem::path& root);

/// Makes .mlp (ignored by git) and takes .mlp/run.lock. Held by another process: Error{conflict} that names it, or with
/// `wait` waits until it is free.
base::FileLock take_run_lock(Invocation& call, bool wait);

}  // namespace mlp::cli

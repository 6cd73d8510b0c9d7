// Python environments made from lock files: once per content of the lock, Python and platform, in a cache that projects
// share.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "core/base/digest.hpp"
#include "core/base/env.hpp"

namespace mlp::pipeline {

/// A complete environment. A command uses it by `folder/bin` at the front of PATH and VIRTUAL_ENV=`folder`.
struct PythonEnvironment {
    std::filesystem::path folder;
    base::Digest lock_digest;    ///< of the lock file's bytes: what a fingerprint holds
    std::string python_version;  ///< "3.11.2"
};

/// Gives the environment of a hashed requirements file (pip's format with --hash), and makes it when there is none yet:
/// with `uv` when it is on PATH, else with Python's venv and pip. Python is MLP_PYTHON, else `python3` on PATH. Cost
/// when it is there: the lock is hashed, no process is started (unless `python3` is a script that chooses a version
/// each time).
///
/// Layout: <cache_folder>/python/<key>/<attempt>/ is a virtual environment (these cannot be moved, so each attempt has
/// its own folder), and <key>/complete names the attempt that was finished. A kill leaves an attempt that nobody uses.
///
/// @param progress gets each line that the tools print, passwords in addresses removed; on the caller's thread
/// @param cancelled asked ten times a second while a child runs or another process is waited for; true ends the child
/// @return only a finished environment. Errors: lock or Python absent → missing; a lock without hashes → invalid; an
///         index that cannot be reached → remote; all else that the tools say, or cancelled → work_failed. The message
///         holds the one line that says why, as the others went to `progress`.
PythonEnvironment ensure_python_environment(const std::filesystem::path& lock_file,
                                            const std::filesystem::path& cache_folder, const base::Env& env,
                                            const std::function<void(std::string_view)>& progress,
                                            const std::function<bool()>& cancelled = {});

}  // namespace mlp::pipeline

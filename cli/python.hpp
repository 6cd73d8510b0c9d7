// Python environments for commands that a project declares: where they live, and the variables that put them to use.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace mlp::cli {

class Invocation;

/// The setting cache.dir, else the user's cache folder, else .mlp/cache in the project.
std::filesystem::path cache_folder(Invocation& call);

/// `environment` with the Python environment of `lock` (relative to the root) first on PATH, made when it is not there
/// yet; its progress goes to standard error. Ended early when `cancelled` says so.
std::map<std::string, std::string> with_python(Invocation& call, const std::string& lock,
                                               std::map<std::string, std::string> environment,
                                               const std::function<bool()>& cancelled = {});

}  // namespace mlp::cli

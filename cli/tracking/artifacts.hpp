// Files that users name, put into the object store as artifacts of a run.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/data/object_store.hpp"
#include "core/tracking/log_line.hpp"

namespace mlp::cli {

/// FILE[=NAME]. A NAME that ends in '/' is a folder to put it into. A file whose own name has a '=' is taken as it is.
tracking::FileToLog parse_artifact(const std::string& argument, const std::filesystem::path& folder);

/// Puts all files (of folders: everything below them) into the objects, durable together, and gives them as artifacts.
/// A file that is not there: Error{missing}.
std::vector<tracking::Artifact> store_files(data::ObjectStore& objects, const std::vector<tracking::FileToLog>& files,
                                            const std::filesystem::path& folder);

}  // namespace mlp::cli

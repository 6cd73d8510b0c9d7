// What a data set's path says: a file, a folder, or a pattern of files.
#pragma once

#include <string>

namespace mlp::config {

/// Whether a path is, holds or lies in what a data set's path or pattern says.
bool meets(const std::string& path, const std::string& dataset_path);

}  // namespace mlp::config

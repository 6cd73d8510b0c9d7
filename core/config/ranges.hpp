// Where findings end: the word, quoted text or bracket that begins at their place.
#pragma once

#include <filesystem>
#include <vector>

#include "core/config/findings.hpp"

namespace mlp::config {

/// Gives every finding that has a line and no end the end of what stands there, on the same line. Files that cannot be
/// read leave their findings as they are. @param folder what the names of files are relative to
void find_ranges(const std::filesystem::path& folder, std::vector<Finding>& problems);

}  // namespace mlp::config

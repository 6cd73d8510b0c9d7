// Patterns of paths, as Python's glob takes them: *, ?, [a-z] in a name, and ** for any number of folders.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mlp::base {

/// The paths that match, sorted, relative to `folder` where the pattern is. Names that begin with a dot match only what
/// writes the dot. Links to folders are not followed by **.
std::vector<std::string> glob(const std::filesystem::path& folder, const std::string& pattern);

}  // namespace mlp::base

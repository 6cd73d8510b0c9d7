// Carries out the fixes of findings: bytes are exchanged, everything else in the file stays as it is.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "core/config/findings.hpp"

namespace mlp::config {

/// Writes each file whose findings carry a fix, once and at once. Of fixes that touch each other the first is taken:
/// the next call sees the rest. @param folder what the names of files are relative to @return how many were made
std::size_t mend(const std::filesystem::path& folder, const std::vector<Finding>& problems);

}  // namespace mlp::config

// Where files go that nobody keeps.
#pragma once

#include <filesystem>

namespace mlp::base {

/// What TMPDIR names, else /tmp. Not a folder: Error{invalid} that says so.
std::filesystem::path system_temporaries();

}  // namespace mlp::base

// Files for all users of a machine, which a strict umask must not take away from them.
#pragma once

#include <filesystem>
#include <string_view>

namespace mlp::base {

/// As replace_file. A file that is new can be read by everybody, and so can the folders that are made on the way; what
/// is there keeps the mode that its owner gave it.
void replace_public_file(const std::filesystem::path& path, std::string_view content);

}  // namespace mlp::base

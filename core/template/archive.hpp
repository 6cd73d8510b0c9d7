// Archives with templates: .zip, .tar and its compressed forms, read with libarchive, which is opened when first used.
#pragma once

#include <filesystem>
#include <string_view>

namespace mlp::tmpl {

/// By the ending of its name.
bool is_archive(std::string_view name);

/// Unpacks files, folders and links into an empty folder; nothing is written outside of it. Devices and names that lead
/// out: Error{invalid}. An archive that cannot be read: Error{invalid}. libarchive missing: Error{missing}.
void unpack(const std::filesystem::path& archive, const std::filesystem::path& folder);

}  // namespace mlp::tmpl

// Archives on a server: fetched into the cache, where they are used again when the server cannot be reached.
#pragma once

#include <filesystem>
#include <string>

namespace mlp::tmpl {

/// Fetches the address into a file, which is replaced as a whole, or not at all.
/// No answer, or not the file: Error{remote}, or Error{missing} where the server has none.
void download(const std::string& url, const std::filesystem::path& file);

}  // namespace mlp::tmpl

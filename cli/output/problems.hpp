// Findings about input files, for people (with the line they are about) and for programs.
#pragma once

#include <filesystem>
#include <span>

#include "cli/output/text.hpp"
#include "core/config/findings.hpp"
#include "core/base/json.hpp"

namespace mlp::cli {

/// One after the other: place, severity, code, message; the line with a caret; the way out.
/// @param folder what the names of files are relative to; a file that cannot be read is shown without its line
void render(std::span<const config::Finding> problems, const std::filesystem::path& folder, Text& text);

/// [{code, severity, file, line, column, end_line, end_column, message, hint, related, fix}]; what is not known is null.
base::Json problems_json(std::span<const config::Finding> problems);

/// "2 errors, 1 warning"; "no problems".
std::string count_text(std::span<const config::Finding> problems);

}  // namespace mlp::cli

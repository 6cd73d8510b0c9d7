// --help: rendered from the table of commands, the arguments and the Markdown twins.
#pragma once

#include <string_view>

#include "cli/command.hpp"
#include "cli/output/text.hpp"

namespace mlp::cli {

/// Help of a command, of a group (its commands), or of mlp itself (path "").
void render_help(std::string_view path, Text& text);

}  // namespace mlp::cli

// How labels look: the one table of escape sequences, and the rules on when colours are written at all.
#pragma once

#include <string_view>

#include "cli/invocation.hpp"
#include "cli/output/text.hpp"

namespace mlp::cli {

/// Escape sequence that starts a span; empty for plain ones.
std::string_view escape_of(Label label);
inline constexpr std::string_view escape_end = "\x1b[0m";

/// Whether text on a stream may be coloured. In this order: --no-color and NO_COLOR say no; FORCE_COLOR and
/// CLICOLOR_FORCE (not empty, not "0") say yes; CI, TERM=dumb and anything but a terminal say no.
bool wants_colour(const base::Env& env, const Globals& globals, bool is_terminal);

}  // namespace mlp::cli

// Ends of lines as Python's text files have them.
#pragma once

#include <string>
#include <string_view>

namespace mlp::base {

/// The text with every "\r\n" and "\r" as "\n", which is how Python reads a text file.
std::string with_plain_line_ends(std::string_view text);

/// Whether a '\r' without a '\n' behind it ends a line, as on the first Macs.
bool has_lone_returns(std::string_view text);
/// The text with each of those as '\n': every byte keeps its place.
std::string with_line_feeds(std::string text);

}  // namespace mlp::base

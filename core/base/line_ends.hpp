// Ends of lines as Python's text files have them.
#pragma once

#include <string>
#include <string_view>

namespace mlp::base {

/// The text with every "\r\n" and "\r" as "\n", which is how Python reads a text file.
std::string with_plain_line_ends(std::string_view text);

}  // namespace mlp::base

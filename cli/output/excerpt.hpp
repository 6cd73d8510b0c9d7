// A line of a file with a caret below one of its characters, fit for a terminal: tabs, wide characters, very long
// lines.
#pragma once

#include <string>
#include <string_view>

namespace mlp::cli {

struct Excerpt {
    std::string line;       ///< printable, cut around the caret with '…' when too long
    std::size_t caret = 0;  ///< columns before the caret
};

/// @param column in characters from 1, as in Position; beyond the end: behind the last character
/// @param width columns that the line may take
Excerpt excerpt_of(std::string_view line, int column, std::size_t width);

/// The first line of a text, without a byte order mark and its line end.
std::string_view first_line(std::string_view text);

}  // namespace mlp::cli

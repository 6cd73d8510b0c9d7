#include "cli/output/excerpt.hpp"

#include <algorithm>
#include <vector>

#include "core/base/text.hpp"

namespace mlp::cli {

namespace {

constexpr std::size_t tab_width = 4;

struct Cell {
    std::string text;
    std::size_t width;
};

/// Takes a character off the line. Stray continuation bytes count as characters of their own, as they do in positions.
std::string_view take_character(std::string_view& line) {
    std::size_t length = 1;
    while (length < line.size() && (static_cast<unsigned char>(line[length]) & 0xC0U) == 0x80U) ++length;
    if (base::character_count(line.substr(0, length)) > 1) length = 1;
    const std::string_view character = line.substr(0, length);
    line.remove_prefix(length);
    return character;
}

/// One cell a character, so that columns of the file and columns of the terminal can be told apart.
std::vector<Cell> cells_of(std::string_view line, std::size_t limit) {
    std::vector<Cell> cells;
    while (!line.empty() && cells.size() < limit) {
        const std::string_view character = take_character(line);
        std::string text = character == "\t" ? std::string(tab_width, ' ') : base::printable(character);
        const std::size_t width = base::display_width(text);
        cells.push_back({std::move(text), width});
    }
    return cells;
}

std::size_t width_of(const std::vector<Cell>& cells, std::size_t from, std::size_t to) {
    std::size_t width = 0;
    for (std::size_t i = from; i < to; ++i) width += cells[i].width;
    return width;
}

}  // namespace

Excerpt excerpt_of(std::string_view line, int column, std::size_t width) {
    std::size_t at_character = column > 0 ? static_cast<std::size_t>(column - 1) : 0;
    const std::size_t room = std::max<std::size_t>(width, 20);
    // A megabyte of JSON on one line: what lies far from the caret is not even looked at.
    bool is_cut = false;
    for (; at_character > 4 * room && !line.empty(); --at_character) {
        take_character(line);
        is_cut = true;
    }
    const std::vector<Cell> cells = cells_of(line, at_character + room + 1);
    const std::size_t at = std::min(at_character, cells.size());

    std::size_t from = 0;
    std::size_t to = cells.size();
    if (is_cut || width_of(cells, 0, cells.size()) > room) {
        std::size_t used = at < to ? cells[at].width : 0;
        from = at;
        while (from > 0 && used + cells[from - 1].width <= room * 2 / 3) used += cells[--from].width;
        to = std::min(at + 1, cells.size());
        while (to < cells.size() && used + cells[to].width <= room - 2) used += cells[to++].width;
    }
    Excerpt excerpt;
    is_cut = is_cut || from > 0;
    if (is_cut) excerpt.line = "…";
    excerpt.caret = (is_cut ? 1 : 0) + width_of(cells, from, at);
    for (std::size_t i = from; i < to; ++i) excerpt.line += cells[i].text;
    if (to < cells.size()) excerpt.line += "…";
    return excerpt;
}

std::string_view first_line(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::string_view line = text.substr(0, text.find('\n'));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

}  // namespace mlp::cli

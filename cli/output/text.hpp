// Text for people: spans are named by what they are; colours come from one table (style.cpp), or not at all.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::cli {

enum class Label { plain, heading, strong, dim, id, ok, warning, error, hint, path, number };

class Text {
public:
    /// @param colour whether escape sequences are written; @param width columns of the terminal (80 without one)
    /// @param cut whether rows wider than that are cut (a terminal), or kept whole (a file, a pipe)
    explicit Text(bool colour = false, std::size_t width = 80, bool cut = false)
        : colour_(colour), cut_(cut), width_(width) {}

    /// Text from outside (names, messages) is made printable: no control characters reach the terminal.
    Text& add(std::string_view text);
    Text& add(Label label, std::string_view text);
    Text& line(std::string_view text = {});
    Text& line(Label label, std::string_view text);
    /// A paragraph broken between words at the terminal's width (at most `limit`), each line indented.
    Text& wrapped(std::string_view text, std::size_t indent = 0, std::size_t limit = 100);
    /// As wrapped, continuing a line that already has `written` columns; further lines are indented.
    Text& hanging(std::string_view text, std::size_t indent, std::size_t written);
    std::size_t width() const { return width_; }
    bool cut() const { return cut_; }
    bool colour() const { return colour_; }
    const std::string& str() const { return out_; }

private:
    Text& flow(std::string_view text, std::size_t indent, std::size_t written, std::size_t limit);
    std::string out_;
    bool colour_;
    bool cut_;
    std::size_t width_;
};

/// Columns aligned by display width; the last column is cut to the terminal's width when there is one.
class Table {
public:
    struct Cell {
        std::string text;
        Label label = Label::plain;
        Cell(std::string value, Label l = Label::plain) : text(std::move(value)), label(l) {}
        Cell(const char* value, Label l = Label::plain) : text(value), label(l) {}
    };
    explicit Table(std::vector<std::string> headings) : headings_(std::move(headings)) {}
    /// Numbers of this column (from 0) are aligned to the right.
    Table& right(std::size_t column);
    Table& row(std::vector<Cell> cells);
    bool empty() const { return rows_.empty(); }
    void print(Text& text) const;

private:
    std::vector<std::string> headings_;
    std::vector<std::vector<Cell>> rows_;
    std::vector<std::size_t> right_;
};

/// Eight-level bars for a series ("▁▃▇"), NaN as a space; at most `width` columns, resampled when longer.
std::string sparkline(const std::vector<double>& values, std::size_t width);

}  // namespace mlp::cli

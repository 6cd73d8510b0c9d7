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
    explicit Text(bool colour = false, std::size_t width = 80) : colour_(colour), width_(width) {}

    /// Text from outside (names, messages) is made printable: no control characters reach the terminal.
    Text& add(std::string_view text);
    Text& add(Label label, std::string_view text);
    Text& line(std::string_view text = {});
    Text& line(Label label, std::string_view text);
    std::size_t width() const { return width_; }
    bool colour() const { return colour_; }
    const std::string& str() const { return out_; }

private:
    std::string out_;
    bool colour_;
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

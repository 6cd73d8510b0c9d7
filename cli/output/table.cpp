#include <algorithm>

#include "cli/output/text.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {
namespace {

/// The longest beginning of a printable text that fits, with "…" where something was left out.
std::string fit(const std::string& text, std::size_t columns) {
    if (base::display_width(text) <= columns) return text;
    if (columns == 0) return "";
    std::size_t end = 0;
    for (std::size_t next = 1; next <= text.size(); ++next) {
        const bool at_character = next == text.size() || (static_cast<unsigned char>(text[next]) & 0xC0U) != 0x80U;
        if (!at_character) continue;
        if (base::display_width(std::string_view(text).substr(0, next)) + 1 > columns) break;
        end = next;
    }
    return text.substr(0, end) + "…";
}

constexpr std::size_t gap = 2;

}  // namespace

Table& Table::right(std::size_t column) {
    right_.push_back(column);
    return *this;
}

Table& Table::row(std::vector<Cell> cells) {
    rows_.push_back(std::move(cells));
    return *this;
}

void Table::print(Text& text) const {
    const std::size_t columns = headings_.size();
    std::vector<std::size_t> widths(columns);
    for (std::size_t i = 0; i < columns; ++i) {
        widths[i] = base::display_width(base::printable(headings_[i]));
        for (const auto& row : rows_) {
            if (i < row.size()) widths[i] = std::max(widths[i], base::display_width(base::printable(row[i].text)));
        }
    }
    if (text.cut() && columns > 0) {
        std::size_t before = 0;
        for (std::size_t i = 0; i + 1 < columns; ++i) before += widths[i] + gap;
        const std::size_t left = text.width() > before ? text.width() - before : 0;
        widths.back() = std::min(widths.back(), std::max<std::size_t>(left, 8));
    }
    const auto print_cell = [&](std::size_t i, const std::string& raw, Label label) {
        const bool last = i + 1 == columns;
        const std::string shown = last ? fit(base::printable(raw), widths[i]) : base::printable(raw);
        const std::string padding(widths[i] - std::min(widths[i], base::display_width(shown)), ' ');
        const bool to_right = std::find(right_.begin(), right_.end(), i) != right_.end();
        if (to_right) text.add(padding);
        text.add(label, shown);
        if (!to_right && !last) text.add(padding);
        if (!last) text.add(std::string(gap, ' '));
    };
    const bool headed = std::any_of(headings_.begin(), headings_.end(), [](const auto& h) { return !h.empty(); });
    if (headed) {
        for (std::size_t i = 0; i < columns; ++i) print_cell(i, headings_[i], Label::heading);
        text.line();
    }
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < columns; ++i) {
            if (i < row.size()) print_cell(i, row[i].text, row[i].label);
        }
        text.line();
    }
}

}  // namespace mlp::cli

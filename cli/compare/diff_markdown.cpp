// The difference as tables of GitHub-flavoured Markdown, laid out as DVC's `--md` does.
#include <fmt/format.h>

#include <algorithm>

#include "cli/compare/diff_report.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

namespace {

/// Text that stays text, in one cell, whatever is in it.
std::string markdown_cell(const std::string& text) {
    std::string safe;
    for (const char c : base::printable(text)) {
        if (c == '<') {
            safe += "&lt;";
            continue;
        }
        if (c == '|' || c == '\\' || c == '`' || c == '*') safe += '\\';
        safe += c;
    }
    return safe;
}

class MarkdownTable {
public:
    MarkdownTable(std::string title, std::vector<std::string> headings) : title_(std::move(title)) {
        row(std::move(headings));
    }

    void row(std::vector<std::string> cells) {
        for (std::string& text : cells) text = markdown_cell(text);
        rows_.push_back(std::move(cells));
    }

    void print(Text& text) const {
        if (rows_.size() < 2) return;
        text.line("### " + title_).line();
        constexpr std::size_t heading_room = 2;
        std::vector<std::size_t> widths;
        for (const std::string& heading : rows_.front()) widths.push_back(base::display_width(heading) + heading_room);
        for (const auto& row : rows_) {
            for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], base::display_width(row[i]));
        }
        for (const auto& row : rows_) {
            std::string line = "|";
            for (std::size_t i = 0; i < row.size(); ++i) {
                line += " " + row[i] + std::string(widths[i] - base::display_width(row[i]), ' ') + " |";
            }
            text.line(line);
            if (&row == &rows_.front()) print_rule(widths, text);
        }
        text.line();
    }

private:
    static void print_rule(const std::vector<std::size_t>& widths, Text& text) {
        std::string line = "|";
        for (const std::size_t width : widths) line += std::string(width + 2, '-') + "|";
        text.line(line);
    }

    std::string title_;
    std::vector<std::vector<std::string>> rows_;
};

/// DVC has no sign in front of a growth, and '-' where there is no number.
std::string markdown_difference(const compare::ValueChange& change) {
    return change.difference ? shown_number(*change.difference) : "-";
}

}  // namespace

void render_diff_markdown(const DiffFacts& facts, Text& text) {
    const std::string before = column_name(facts.before);
    const std::string after = column_name(facts.after);
    MarkdownTable metrics("Metrics", {"Path", "Metric", before, after, "Change"});
    for (const compare::ValueChange& change : facts.difference.metrics) {
        metrics.row({change.file, change.key, shown_value(change.before), shown_value(change.after),
                     markdown_difference(change)});
    }
    MarkdownTable params("Parameters", {"Path", "Param", before, after});
    for (const compare::ValueChange& change : facts.difference.params) {
        params.row({change.file, change.key, shown_value(change.before), shown_value(change.after)});
    }
    MarkdownTable plots("Plots", {"Change", "Path"});
    for (const compare::PlotChange& change : facts.difference.plots) {
        plots.row({std::string(compare::change_name(change.change)), change.path});
    }
    MarkdownTable data("Data", {"Change", "Path", before, after});
    for (const compare::DataChange& change : facts.difference.data) {
        data.row({std::string(compare::change_name(change.change)), shown_path(change), shown_content(change.before),
                  shown_content(change.after)});
    }
    metrics.print(text);
    params.print(text);
    plots.print(text);
    data.print(text);
    if (!facts.difference.any())
        text.line(fmt::format("Nothing differs between {} and {}.", markdown_cell(before), markdown_cell(after)));
}

}  // namespace mlp::cli

#include "cli/compare/diff_html.hpp"

#include <fmt/format.h>

#include <array>

#include "cli/compare/project_files.hpp"
#include "core/base/base64.hpp"
#include "core/compare/svg.hpp"
#include "embedded/report_styles.hpp"

namespace mlp::cli {

using compare::Change;
using compare::escaped;

namespace {

std::string cell(const std::string& text, std::string_view kind = "") {
    return kind.empty() ? fmt::format("<td>{}</td>", escaped(text))
                        : fmt::format("<td class=\"{}\">{}</td>", kind, escaped(text));
}

std::string heading_row(const std::vector<std::string>& headings) {
    std::string row = "<tr>";
    for (const std::string& heading : headings) row += "<th>" + escaped(heading) + "</th>";
    return row + "</tr>\n";
}

std::string section(std::string_view title, const std::string& rows, const std::vector<std::string>& headings) {
    if (rows.empty()) return {};
    return fmt::format("<h2>{}</h2>\n<div class=\"wide\"><table>\n{}{}</table></div>\n", title, heading_row(headings),
                       rows);
}

std::string value_rows(const std::vector<compare::ValueChange>& changes) {
    std::string rows;
    for (const compare::ValueChange& change : changes) {
        rows += "<tr>" + cell(change.file) + cell(change.key) + cell(shown_value(change.before), "number") +
                cell(shown_value(change.after), "number") +
                cell(shown_difference(change), fmt::format("number {}", compare::change_name(change.change))) +
                "</tr>\n";
    }
    return rows;
}

std::string data_rows(const std::vector<compare::DataChange>& changes) {
    std::string rows;
    for (const compare::DataChange& change : changes) {
        const std::string name(compare::change_name(change.change));
        rows += "<tr>" + cell(name, name) + cell(shown_path(change)) + cell(shown_content(change.before)) +
                cell(shown_content(change.after)) + "</tr>\n";
    }
    return rows;
}

/// The media type of an image; "" for other files.
std::string_view image_type(const std::string& path) {
    constexpr std::array<std::array<std::string_view, 2>, 6> types{{{".png", "image/png"},
                                                                    {".jpg", "image/jpeg"},
                                                                    {".jpeg", "image/jpeg"},
                                                                    {".gif", "image/gif"},
                                                                    {".webp", "image/webp"},
                                                                    {".svg", "image/svg+xml"}}};
    for (const auto& [ending, type] : types) {
        if (path.ends_with(ending)) return type;
    }
    return {};
}

std::string image(const std::optional<compare::Plot>& plot, std::string_view type, const std::string& name) {
    if (!plot) return {};
    return fmt::format("<img alt=\"{0}\" title=\"{0}\" src=\"data:{1};base64,{2}\">", escaped(name), type,
                       base::base64(plot->files.front().text));
}

std::string drawing(const compare::PlotChange& plot, const DiffFacts& facts, std::string& title) {
    const std::string before = column_name(facts.before);
    const std::string after = column_name(facts.after);
    if (const auto type = image_type(plot.path); !type.empty()) {
        return image(plot.before, type, before) + image(plot.after, type, after);
    }
    const compare::Figure figure = compare::figure_of(plot, before, after);
    title = figure.title;
    return compare::svg_of(figure);
}

std::string plots(const DiffFacts& facts, std::vector<std::string>& warnings) {
    std::string figures;
    for (const compare::PlotChange& plot : facts.difference.plots) {
        try {
            std::string title = plot.path;
            const std::string body = drawing(plot, facts, title);
            figures += fmt::format("<figure><figcaption>{} <span class=\"dim\">{}</span></figcaption>{}</figure>\n",
                                   escaped(title), title == plot.path ? "" : escaped(plot.path), body);
        } catch (const Error& error) {
            warnings.push_back(warning_of(error));
            figures += fmt::format("<figure><figcaption>{}</figcaption><p class=\"dim\">Not drawn: {}</p></figure>\n",
                                   escaped(plot.path), escaped(error.message()));
        }
    }
    return figures.empty() ? "" : "<h2>Plots</h2>\n<div class=\"plots\">\n" + figures + "</div>\n";
}

std::string side_line(const Side& side) {
    return side.id.empty() ? escaped(column_name(side))
                           : fmt::format("{} <code class=\"dim\">{}</code>", escaped(column_name(side)), side.id);
}

}  // namespace

std::string diff_html(const DiffFacts& facts, std::vector<std::string>& warnings) {
    const compare::Difference& found = facts.difference;
    const std::string before = column_name(facts.before);
    const std::string after = column_name(facts.after);
    const std::string title = escaped(fmt::format("{} → {}", before, after));
    std::string page = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n<title>{0}</title>\n<style>\n{1}</style>\n</head>\n<body>\n"
        "<h1>{0}</h1>\n<p>{2} → {3}</p>\n",
        title, styles::files().front().content, side_line(facts.before), side_line(facts.after));
    if (!found.any()) page += "<p>Nothing differs.</p>\n";
    page += section("Metrics", value_rows(found.metrics), {"Path", "Metric", before, after, "Change"});
    page += section("Parameters", value_rows(found.params), {"Path", "Parameter", before, after, "Change"});
    page += plots(facts, warnings);
    page += section("Data", data_rows(found.data), {"Change", "Path", before, after});
    return page + "</body>\n</html>\n";
}

}  // namespace mlp::cli

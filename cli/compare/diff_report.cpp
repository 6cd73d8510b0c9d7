#include "cli/compare/diff_report.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/base/text.hpp"

namespace mlp::cli {

using base::Json;
using compare::Change;

namespace {

Json side_json(const Side& side) {
    Json json{{"kind", side.kind}, {"name", side.name}};
    if (!side.id.empty()) json[side.kind == "run" ? "run_id" : "commit"] = side.id;
    return json;
}

/// {file: {key: {change, old, new, diff}}}.
Json values_json(const std::vector<compare::ValueChange>& changes) {
    Json files = Json::object();
    for (const compare::ValueChange& change : changes) {
        Json& row = files[change.file][change.key];
        row = {{"change", compare::change_name(change.change)},
               {"old", change.before.value_or(nullptr)},
               {"new", change.after.value_or(nullptr)}};
        if (change.difference) row["diff"] = *change.difference;
    }
    return files;
}

Json content_json(const std::optional<data::Content>& content) {
    if (!content) return nullptr;
    Json json{
        {"kind", data::kind_name(content->kind)}, {"size", content->size}, {"digest", content->digest.to_string()}};
    if (content->kind == data::ContentKind::tree) json["files"] = content->files;
    return json;
}

Json data_json(const std::vector<compare::DataChange>& changes) {
    Json rows = Json::array();
    for (const compare::DataChange& change : changes) {
        Json row{{"path", change.path}, {"change", compare::change_name(change.change)}};
        if (change.change == Change::renamed) row["from"] = change.from;
        row["old"] = content_json(change.before);
        row["new"] = content_json(change.after);
        rows.push_back(std::move(row));
    }
    return rows;
}

Label label_of(Change change) {
    switch (change) {
        case Change::added:
            return Label::ok;
        case Change::deleted:
            return Label::error;
        case Change::same:
            return Label::dim;
        default:
            return Label::warning;
    }
}

void render_values(std::string_view title, std::string_view noun, const std::vector<compare::ValueChange>& changes,
                   const DiffFacts& facts, Text& text) {
    if (changes.empty()) return;
    text.line(Label::heading, title);
    Table table({"path", std::string(noun), column_name(facts.before), column_name(facts.after), "change"});
    table.right(2).right(3).right(4);
    for (const compare::ValueChange& change : changes) {
        table.row({{change.file, Label::path},
                   {change.key, Label::strong},
                   {shown_value(change.before), Label::number},
                   {shown_value(change.after), Label::number},
                   {shown_difference(change), label_of(change.change)}});
    }
    table.print(text);
    text.line();
}

void render_files(const DiffFacts& facts, Text& text) {
    if (!facts.difference.plots.empty()) {
        text.line(Label::heading, "Plots");
        Table table({"change", "path"});
        for (const compare::PlotChange& change : facts.difference.plots) {
            table.row({{std::string(compare::change_name(change.change)), label_of(change.change)},
                       {change.path, Label::path}});
        }
        table.print(text);
        text.line();
    }
    if (facts.difference.data.empty()) return;
    text.line(Label::heading, "Data");
    Table table({"change", "path", column_name(facts.before), column_name(facts.after)});
    for (const compare::DataChange& change : facts.difference.data) {
        table.row({{std::string(compare::change_name(change.change)), label_of(change.change)},
                   {shown_path(change), Label::path},
                   shown_content(change.before),
                   shown_content(change.after)});
    }
    table.print(text);
    text.line();
}

}  // namespace

std::string column_name(const Side& side) {
    constexpr std::size_t shown_digits = 8;
    return side.kind == "run" ? "run " + side.id.substr(0, shown_digits) : side.name;
}

std::string shown_number(double value) {
    constexpr double places = 1e5;
    constexpr double smallest = 1e-4;
    constexpr double largest = 1e10;  // above it a double has no more than these places anyway
    const double size = std::abs(value);
    if (size != 0 && size < smallest) return fmt::format("{:.5g}", value);
    return base::number_text(size < largest ? std::round(value * places) / places : value);
}

std::string shown_value(const std::optional<Json>& value) {
    if (!value) return "-";
    if (value->is_number_float()) return shown_number(value->get<double>());
    return value->is_string() ? value->get<std::string>() : value->dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string shown_difference(const compare::ValueChange& change) {
    if (change.change != Change::modified && change.change != Change::same) {
        return std::string(compare::change_name(change.change));
    }
    if (!change.difference) return change.change == Change::same ? "" : "modified";
    return (*change.difference > 0 ? "+" : "") + shown_number(*change.difference);
}

std::string shown_content(const std::optional<data::Content>& content) {
    if (!content) return "-";
    const std::string size = base::size_text(content->size);
    if (content->kind != data::ContentKind::tree) return size;
    return fmt::format("{} in {} file{}", size, content->files, content->files == 1 ? "" : "s");
}

std::string shown_path(const compare::DataChange& change) {
    return change.change == Change::renamed ? change.from + " → " + change.path : change.path;
}

Json diff_document(const DiffFacts& facts) {
    Json json = document("mlp.diff/1");
    json["a"] = side_json(facts.before);
    json["b"] = side_json(facts.after);
    json["differs"] = facts.difference.any();
    json["params"] = values_json(facts.difference.params);
    json["metrics"] = values_json(facts.difference.metrics);
    json["plots"] = Json::array();
    for (const compare::PlotChange& change : facts.difference.plots) {
        json["plots"].push_back({{"path", change.path}, {"change", compare::change_name(change.change)}});
    }
    json["data"] = data_json(facts.difference.data);
    json["warnings"] = facts.before.warnings;
    for (const std::string& warning : facts.after.warnings) json["warnings"].push_back(warning);
    return json;
}

void render_diff(const DiffFacts& facts, Text& text) {
    const compare::Difference& found = facts.difference;
    render_values("Parameters", "parameter", found.params, facts, text);
    render_values("Metrics", "metric", found.metrics, facts, text);
    render_files(facts, text);
    if (!found.any()) {
        text.line(
            fmt::format("Nothing differs between {} and {}.", column_name(facts.before), column_name(facts.after)));
    }
}

}  // namespace mlp::cli

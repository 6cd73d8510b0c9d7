#include "core/compare/plot_data.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/yaml.hpp"

namespace mlp::compare {

namespace {

/// RFC 4180, with any line ends; quotes that never close take the rest.
std::vector<std::vector<std::string>> parse_separated(std::string_view text, char separator) {
    std::vector<std::vector<std::string>> rows(1, {""});
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        std::string& cell = rows.back().back();
        if (quoted) {
            if (c != '"') {
                cell += c;
            } else if (i + 1 < text.size() && text[i + 1] == '"') {
                cell += text[++i];
            } else {
                quoted = false;
            }
        } else if (c == '"' && cell.empty()) {
            quoted = true;
        } else if (c == separator) {
            rows.back().emplace_back();
        } else if (c == '\n') {
            rows.push_back({""});
        } else if (c != '\r') {
            cell += c;
        }
    }
    std::erase_if(rows, [](const auto& row) { return row.size() == 1 && row.front().empty(); });
    return rows;
}

PlotRows from_separated(std::string_view text, char separator, bool header) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    PlotRows found{.fields = {}, .rows = parse_separated(text, separator)};
    if (found.rows.empty()) return found;
    if (header) {
        found.fields = std::move(found.rows.front());
        found.rows.erase(found.rows.begin());
    } else {
        for (std::size_t i = 0; i < found.rows.front().size(); ++i) found.fields.push_back(std::to_string(i));
    }
    for (auto& row : found.rows) row.resize(found.fields.size());
    return found;
}

std::string text_of(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number_float()) return base::number_text(value.get<double>());
    return value.is_null() ? "" : value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// The list itself, or the first one within a map, as deep as it lies.
const Json* find_list(const Json& value) {
    if (value.is_array()) return &value;
    if (!value.is_object()) return nullptr;
    for (const auto& [key, member] : value.items()) {
        if (const Json* found = find_list(member)) return found;
    }
    return nullptr;
}

PlotRows from_values(const Json& value, const std::string& path) {
    const Json* list = find_list(value);
    if (list == nullptr) {
        throw Error(Kind::invalid, "there is no list of points in the plots file")
            .at(path)
            .hint("write for example [{\"epoch\": 1, \"loss\": 0.5}]");
    }
    PlotRows found;
    for (const Json& item : *list) {
        auto& row = found.rows.emplace_back(found.fields.size());
        for (const auto& [key, member] : flattened(item)) {
            auto at = found.field(key);
            if (!at) {
                at = found.fields.size();
                found.fields.push_back(key);
            }
            row.resize(found.fields.size());
            row[*at] = text_of(member);
        }
    }
    for (auto& row : found.rows) row.resize(found.fields.size());
    return found;
}

}  // namespace

std::optional<std::size_t> PlotRows::field(const std::string& name) const {
    const auto at = std::find(fields.begin(), fields.end(), name);
    return at == fields.end() ? std::nullopt : std::optional(static_cast<std::size_t>(at - fields.begin()));
}

PlotRows read_plot_rows(const PlotFile& file, const Json& options) {
    const std::string& path = file.path;
    const bool header = !options.is_object() || options.value("header", true);
    if (path.ends_with(".csv")) return from_separated(file.text, ',', header);
    if (path.ends_with(".tsv")) return from_separated(file.text, '\t', header);
    // YAML reads JSON too, and NaN as Python writes it is a text there: as good as any other that is no number.
    if (path.ends_with(".json") || path.ends_with(".yaml") || path.ends_with(".yml")) {
        return from_values(base::parse_yaml_or_throw(file.text, path).to_json(), path);
    }
    throw Error(Kind::invalid, "plots are drawn from CSV, TSV, JSON and YAML files").at(path);
}

}  // namespace mlp::compare

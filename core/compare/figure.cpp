#include "core/compare/figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "core/base/error.hpp"
#include "core/compare/plot_data.hpp"

namespace mlp::compare {

namespace {

constexpr std::size_t most_points = 2000;
constexpr std::size_t most_classes = 100;

std::string text_option(const Json& options, const char* key) {
    if (!options.is_object() || !options.contains(key) || !options[key].is_string()) return {};
    return options[key].get<std::string>();
}

/// What an axis is told of a file: a field or several; nullptr when it is told nothing.
const Json* axis_of(const Json& options, const char* axis, const std::string& path) {
    if (!options.is_object() || !options.contains(axis)) return nullptr;
    const Json& told = options[axis];
    if (!told.is_object()) return &told;
    return told.contains(path) ? &told[path] : nullptr;
}

std::vector<std::string> y_fields(const Json& options, const std::string& path, const PlotRows& rows) {
    if (const Json* told = axis_of(options, "y", path)) {
        if (told->is_string()) return {told->get<std::string>()};
        if (told->is_array()) return told->get<std::vector<std::string>>();
    }
    return rows.fields.empty() ? std::vector<std::string>{} : std::vector{rows.fields.back()};
}

std::size_t field_or_throw(const PlotRows& rows, const std::string& name, const std::string& path) {
    if (const auto at = rows.field(name)) return *at;
    throw Error(Kind::invalid, fmt::format("there is no field '{}'; it has {}", name, fmt::join(rows.fields, ", ")))
        .at(path);
}

Figure::Kind kind_of(const std::string& name) {
    if (name.starts_with("scatter")) return Figure::Kind::scatter;
    if (name.starts_with("bar")) return Figure::Kind::bars;
    if (name.starts_with("confusion")) return Figure::Kind::confusion;
    return Figure::Kind::line;
}

double number_or_gap(const std::string& text) {
    return base::parse_number(text).value_or(std::numeric_limits<double>::quiet_NaN());
}

/// The x field of `file`'s rows; "" without one. One that another file holds is put beside them, row by row.
std::string x_field(const Plot& plot, const Json& options, const PlotFile& file, PlotRows& rows) {
    if (const Json* told = axis_of(options, "x", file.path)) return told->is_string() ? told->get<std::string>() : "";
    if (!options.is_object() || !options.contains("x") || options["x"].empty()) return {};
    const auto first = options["x"].begin();
    const std::string& path = first.key();
    const std::string name = first.value().is_string() ? first.value().get<std::string>() : "";
    const auto other = std::find_if(plot.files.begin(), plot.files.end(), [&](const auto& f) { return f.path == path; });
    if (other == plot.files.end()) throw Error(Kind::invalid, "the file that gives the x values is not there").at(path);
    const PlotRows values = read_plot_rows(*other, options);
    const std::size_t at = field_or_throw(values, name, path);
    rows.fields.push_back(path + ":" + name);
    for (std::size_t i = 0; i < rows.rows.size(); ++i) {
        rows.rows[i].push_back(i < values.rows.size() ? values.rows[i][at] : "");
    }
    return rows.fields.back();
}

/// Long series keep their shape: of each stretch the lowest and the highest point stay.
std::vector<Series::Point> thinned(std::vector<Series::Point> points) {
    if (points.size() <= most_points) return points;
    std::vector<Series::Point> kept;
    const std::size_t stretch = points.size() / (most_points / 2) + 1;
    for (std::size_t start = 0; start < points.size(); start += stretch) {
        const auto begin = points.begin() + static_cast<std::ptrdiff_t>(start);
        const auto end = points.begin() + static_cast<std::ptrdiff_t>(std::min(start + stretch, points.size()));
        auto [low, high] = std::minmax_element(begin, end, [](auto a, auto b) { return a.y < b.y; });
        if (low > high) std::swap(low, high);
        kept.push_back(*low);
        if (low != high) kept.push_back(*high);
    }
    return kept;
}

struct Sided {
    const Plot* plot;
    std::string name;
    std::size_t side;
};

class Builder {
public:
    Builder(const std::string& name, const Json& options) : options_(options) {
        figure_.kind = kind_of(text_option(options, "template"));
        figure_.normalized = text_option(options, "template") == "confusion_normalized";
        const std::string title = text_option(options, "title");
        figure_.title = title.empty() ? name : title;
        figure_.x_label = text_option(options, "x_label");
        figure_.y_label = text_option(options, "y_label");
    }

    void add(const Sided& sided) {
        std::vector<const PlotFile*> drawn;
        for (const PlotFile& file : sided.plot->files) {
            if (!has_map("y") || axis_of(options_, "y", file.path) != nullptr) drawn.push_back(&file);
        }
        for (const PlotFile* file : drawn) {
            add_file(sided, *file, drawn.size() > 1 ? sided.name + ": " + file->path : sided.name);
        }
    }

    Figure take() { return std::move(figure_); }

private:
    bool has_map(const char* axis) const {
        return options_.is_object() && options_.contains(axis) && options_[axis].is_object();
    }

    void add_file(const Sided& sided, const PlotFile& file, const std::string& name) {
        path_ = file.path;
        PlotRows rows = read_plot_rows(file, options_);
        const auto ys = y_fields(options_, file.path, rows);
        const std::string x = x_field(*sided.plot, options_, file, rows);
        if (figure_.x_label.empty()) figure_.x_label = x.empty() ? "row" : x;
        if (figure_.y_label.empty() && ys.size() == 1) figure_.y_label = ys.front();
        if (figure_.kind == Figure::Kind::confusion) {
            if (!x.empty() && !ys.empty()) figure_.confusions.push_back(count(rows, x, ys.front(), name));
            return;
        }
        for (const std::string& y : ys) add_series(rows, x, y, ys.size() > 1 ? name + ": " + y : name, sided.side);
    }

    void add_series(const PlotRows& rows, const std::string& x, const std::string& y, const std::string& name,
                    std::size_t side) {
        std::size_t y_at = field_or_throw(rows, y, path_);
        auto x_at = x.empty() ? std::nullopt : std::optional(field_or_throw(rows, x, path_));
        // DVC's bars lie: their lengths are x, their names y. A list of y over names is drawn as it is meant.
        if (figure_.kind == Figure::Kind::bars && x_at && all_numbers(rows, *x_at)) std::swap(*x_at, y_at);
        const bool named =
            x_at && (figure_.kind == Figure::Kind::bars || !figure_.categories.empty() || !all_numbers(rows, *x_at));
        Series series{.name = name, .side = side, .points = {}};
        for (std::size_t i = 0; i < rows.rows.size(); ++i) {
            const auto& row = rows.rows[i];
            const double at = !x_at ? static_cast<double>(i) : named ? category(row[*x_at]) : number_or_gap(row[*x_at]);
            series.points.push_back({at, number_or_gap(row[y_at])});
        }
        if (figure_.kind != Figure::Kind::bars) series.points = thinned(std::move(series.points));
        figure_.series.push_back(std::move(series));
    }

    static bool all_numbers(const PlotRows& rows, std::size_t at) {
        return std::all_of(rows.rows.begin(), rows.rows.end(),
                           [&](const auto& row) { return base::parse_number(row[at]).has_value(); });
    }

    double category(const std::string& name) {
        const auto at = std::find(figure_.categories.begin(), figure_.categories.end(), name);
        if (at == figure_.categories.end()) {
            figure_.categories.push_back(name);
            return static_cast<double>(figure_.categories.size() - 1);
        }
        return static_cast<double>(at - figure_.categories.begin());
    }

    Confusion count(const PlotRows& rows, const std::string& x, const std::string& y, const std::string& name) const {
        const std::size_t column = field_or_throw(rows, x, path_);
        const std::size_t line = field_or_throw(rows, y, path_);
        std::map<std::string, std::size_t> index;
        for (const auto& row : rows.rows) {
            index[row[column]];
            index[row[line]];
        }
        if (index.size() > most_classes) {
            throw Error(Kind::invalid, fmt::format("{} classes are too many for a confusion matrix", index.size()))
                .at(path_);
        }
        Confusion confusion{.name = name, .labels = {}, .counts = {}};
        for (auto& [label, at] : index) {
            at = confusion.labels.size();
            confusion.labels.push_back(label);
        }
        confusion.counts.assign(index.size(), std::vector<double>(index.size()));
        for (const auto& row : rows.rows) confusion.counts[index[row[line]]][index[row[column]]] += 1;
        return confusion;
    }

    std::string path_;  ///< of the file at hand, for messages
    const Json& options_;
    Figure figure_;
};

}  // namespace

Figure figure_of(const PlotChange& plot, const std::string& before_name, const std::string& after_name) {
    const Plot& newest = plot.after ? *plot.after : *plot.before;
    Builder builder(plot.path, newest.options);
    if (plot.before) builder.add({&*plot.before, before_name, 0});
    if (plot.after) builder.add({&*plot.after, after_name, 1});
    return builder.take();
}

}  // namespace mlp::compare

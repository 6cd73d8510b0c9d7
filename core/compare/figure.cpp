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

std::vector<std::string> y_fields(const Json& options, const PlotRows& rows) {
    if (options.is_object() && options.contains("y")) {
        if (options["y"].is_string()) return {options["y"].get<std::string>()};
        if (options["y"].is_array()) return options["y"].get<std::vector<std::string>>();
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
    Builder(const std::string& path, const Json& options) : path_(path), options_(options) {
        figure_.kind = kind_of(text_option(options, "template"));
        figure_.normalized = text_option(options, "template") == "confusion_normalized";
        const std::string title = text_option(options, "title");
        figure_.title = title.empty() ? path : title;
        figure_.x_label = text_option(options, "x_label");
        figure_.y_label = text_option(options, "y_label");
    }

    void add(const Sided& sided) {
        const PlotRows rows = read_plot_rows(path_, *sided.plot);
        const auto ys = y_fields(options_, rows);
        const std::string x = text_option(options_, "x");
        if (figure_.x_label.empty()) figure_.x_label = x.empty() ? "row" : x;
        if (figure_.y_label.empty() && ys.size() == 1) figure_.y_label = ys.front();
        if (figure_.kind == Figure::Kind::confusion) {
            if (!x.empty() && !ys.empty()) figure_.confusions.push_back(count(rows, x, ys.front(), sided.name));
            return;
        }
        for (const std::string& y : ys)
            add_series(rows, x, y, ys.size() > 1 ? sided.name + ": " + y : sided.name, sided.side);
    }

    Figure take() { return std::move(figure_); }

private:
    void add_series(const PlotRows& rows, const std::string& x, const std::string& y, const std::string& name,
                    std::size_t side) {
        const std::size_t y_at = field_or_throw(rows, y, path_);
        const auto x_at = x.empty() ? std::nullopt : std::optional(field_or_throw(rows, x, path_));
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
        const std::size_t actual = field_or_throw(rows, x, path_);
        const std::size_t predicted = field_or_throw(rows, y, path_);
        std::map<std::string, std::size_t> index;
        for (const auto& row : rows.rows) {
            index[row[actual]];
            index[row[predicted]];
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
        for (const auto& row : rows.rows) confusion.counts[index[row[actual]]][index[row[predicted]]] += 1;
        return confusion;
    }

    const std::string& path_;
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

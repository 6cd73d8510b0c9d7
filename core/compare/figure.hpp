// A plot of one or both sides as something to draw.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/compare/compare.hpp"

namespace mlp::compare {

struct Series {
    std::string name;
    std::size_t side = 0;  ///< 0 before, 1 after: decides the colour
    struct Point {
        double x = 0;
        double y = 0;  ///< NaN: a gap
    };
    std::vector<Point> points;
};

/// How often each class of y met each class of x.
struct Confusion {
    std::string name;                 ///< of the side
    std::vector<std::string> labels;  ///< sorted; rows are y, columns x, as DVC draws them
    std::vector<std::vector<double>> counts;
};

struct Figure {
    enum class Kind { line, scatter, bars, confusion };
    Kind kind = Kind::line;
    std::string title;
    std::string x_label;
    std::string y_label;
    std::vector<std::string> categories;  ///< names of x = 0, 1, 2 … where they are no numbers
    std::vector<Series> series;
    std::vector<Confusion> confusions;
    bool normalized = false;  ///< confusions by share of each row
};

/// By DVC's rules: `template` (linear, simple, smooth: lines; scatter…; bar_horizontal…; confusion…), x (rows are
/// numbered without one; one of another file goes with the rows by their number), y (the last field without one; a list
/// draws each), title, labels. What cannot be drawn:
/// Error{invalid} that says why.
Figure figure_of(const PlotChange& plot, const std::string& before_name, const std::string& after_name);

}  // namespace mlp::compare

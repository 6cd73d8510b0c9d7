// A figure as one SVG element, without scripts and without anything from elsewhere.
#pragma once

#include <string>
#include <string_view>

#include "core/compare/figure.hpp"

namespace mlp::compare {

/// Colours and fonts are classes (before, after, axis, grid, cell), so that the page decides how they look.
std::string svg_of(const Figure& figure);

/// Text between tags or within quotes.
std::string escaped(std::string_view text);

/// Round numbers that cover low … high, about `count` of them.
std::vector<double> ticks(double low, double high, int count);

}  // namespace mlp::compare

// The rows of a plots file, whatever its format.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/compare/state.hpp"

namespace mlp::compare {

struct PlotRows {
    std::vector<std::string> fields;             ///< in the order of the file
    std::vector<std::vector<std::string>> rows;  ///< one text a field; "" where a row has none

    std::optional<std::size_t> field(const std::string& name) const;
};

/// CSV and TSV (the first row names the fields unless `options.header` is false: then they are "0", "1" …), JSON and
/// YAML (a list of maps, also one that is the first list within a map). Nested maps are joined by dots. Anything else,
/// and what cannot be parsed: Error{invalid} at the path.
PlotRows read_plot_rows(const PlotFile& file, const Json& options);

}  // namespace mlp::compare

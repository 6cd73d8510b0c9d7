// One side of a comparison: what a project's parameters, metrics, plots and data were at one moment, wherever that was
// read from (a run, a commit, the working tree).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"
#include "core/data/tree.hpp"

namespace mlp::compare {

using base::Json;
using data::Content;

/// Flat: "train.lr" → 0.1.
using Values = std::map<std::string, Json>;

/// A file of points, or an image.
struct PlotFile {
    std::string path;  ///< its ending says what it is: CSV, TSV, JSON, YAML, PNG …
    std::string text;
    bool operator==(const PlotFile&) const = default;
};

/// One figure: mostly of one file, whose name it has. A dvc.yaml may draw several together.
struct Plot {
    std::vector<PlotFile> files;
    /// x, y, title, template … as the project declares them; null without any. `x` and `y` may be maps from a file's
    /// path to what it gives: then only the files of `y` are drawn.
    Json options;
    bool operator==(const Plot&) const = default;
};

struct State {
    std::map<std::string, Values> params;   ///< file → key → value; "" for what no file holds
    std::map<std::string, Values> metrics;  ///< numbers; NaN and the infinities as number_json writes them
    std::map<std::string, Plot> plots;      ///< by path, or by the name that a dvc.yaml gives
    std::map<std::string, Content> data;    ///< dependencies and outputs by path
    /// What was logged without a file (metrics and parameters of the file "") is known: so of runs alone.
    bool logged_known = false;
    /// Only the parameters that stages name are known, not the rest of their files.
    bool declared_params_only = false;
};

/// Nested maps joined by '.': {"train": {"lr": 0.1}} → "train.lr". Lists and empty maps are values. A value that is no
/// map has the key "".
Values flattened(const Json& value);

}  // namespace mlp::compare

// What a project declares to be compared: parameter files, metrics and plots, by its stages and by the lists that stand
// beside them in a dvc.yaml.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/config/project.hpp"

namespace mlp::cli {

/// file → the keys that count; none: all of it. Always with params.yaml, and with the files of `vars`. As DVC has it, of a file that only stages of
/// DVC name by keys, those keys count.
std::map<std::string, std::set<std::string>> parameter_files(const config::Project& project);

/// Files, and folders of them.
std::set<std::string> metrics_files(const config::Project& project);

struct DeclaredPlot {
    std::string name;                ///< the path, or the id that a dvc.yaml gives
    std::vector<std::string> files;  ///< relative to the root; one that is a folder means each file in it as a plot
    base::Json options;              ///< as compare::Plot has them
};

/// The later of two with one name counts, and what is said of a file counts before what is said of its folder.
std::vector<DeclaredPlot> declared_plots(const config::Project& project);

/// What a dvc.yaml lists beside its stages: {metrics: [path], plots: [{name, files, options}]}; null when there is
/// nothing.
base::Json listed_measures(const config::Project& project);
/// Its plots again.
std::vector<DeclaredPlot> plots_from_json(const base::Json& listed);

/// All that is told as a metric or a plot.
std::set<std::string> measured_paths(const config::Project& project);

/// Dependencies and outputs inside of the project that are no metrics or plots of a stage, and how their contents are
/// named: what makes a path decides, else the first that needs it.
std::map<std::string, base::Algorithm> data_paths(const config::Project& project);

}  // namespace mlp::cli

#include "cli/compare/project_files.hpp"

#include <fmt/format.h>

#include <optional>
#include <set>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/verbatim.hpp"
#include "core/config/param_file.hpp"
#include "core/data/walk.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t largest_plot = 16ULL << 20;

/// Runs one reader; what it cannot read is told and left out.
template <class Read>
void reading(std::vector<std::string>& warnings, Read read) {
    try {
        read();
    } catch (const Error& error) {
        warnings.push_back(warning_of(error));
    }
}

void add_files_below(const data::Node& node, std::vector<std::string>& files) {
    for (const data::Node& child : node.children) {
        if (child.signature.is_folder()) add_files_below(child, files);
        if (child.signature.is_regular()) files.push_back(child.path);
    }
}

/// The path itself, or every file in it; nothing when there is none.
std::vector<std::string> files_of(const fs::path& root, const std::string& path, std::vector<std::string>& warnings) {
    std::vector<std::string> files;
    reading(warnings, [&] {
        const auto found = base::signature_of(root / path, true);
        if (!found) return;
        if (!found->is_folder()) return files.push_back(path);
        add_files_below(data::walk_folder(root, path), files);
    });
    return files;
}

/// @param keys  that count; none: all of the file
std::optional<compare::Values> params_of(const fs::path& file, const std::set<std::string>& keys) {
    auto values = config::read_param_file(file);
    if (!values) return std::nullopt;
    values = base::words_as_texts(*std::move(values));
    if (keys.empty()) return compare::flattened(*values);
    base::Json named = base::Json::object();
    for (const std::string& key : keys) {
        if (const base::Json* value = config::find_param(*values, key)) named[key] = *value;
    }
    return named.empty() ? compare::Values() : compare::flattened(named);
}

}  // namespace

std::string warning_of(const Error& error) {
    return error.place().empty() ? error.message() : error.place() + ": " + error.message();
}

void name_side(std::vector<std::string>& warnings, const fs::path& folder, const std::string& side) {
    const std::string prefix = folder.string() + "/";
    for (std::string& warning : warnings) {
        for (std::size_t at = 0; (at = warning.find(prefix, at)) != std::string::npos;)
            warning.erase(at, prefix.size());
        warning = side + ": " + warning;
    }
}

void read_metrics(const fs::path& root, const std::string& path, compare::State& state,
                  std::vector<std::string>& warnings) {
    for (const std::string& file : files_of(root, path, warnings)) {
        reading(warnings, [&] {
            compare::Values& values = state.metrics[file];
            for (const auto& [key, value] : config::read_metric_values(root / file)) values[key] = value;
        });
    }
}

void read_plot(const fs::path& root, const DeclaredPlot& plot, compare::State& state,
               std::vector<std::string>& warnings) {
    compare::Plot together{.files = {}, .options = plot.options};
    for (const std::string& path : plot.files) {
        for (const std::string& file : files_of(root, path, warnings)) {
            reading(warnings, [&] {
                compare::PlotFile points{.path = file, .text = base::read_file(root / file, largest_plot)};
                if (file == path) {
                    together.files.push_back(std::move(points));
                } else {
                    state.plots[file] = {.files = {std::move(points)}, .options = plot.options};
                }
            });
        }
    }
    if (!together.files.empty()) state.plots[plot.name] = std::move(together);
}

void read_project_files(const config::Project& project, const fs::path& root, compare::State& state,
                        std::vector<std::string>& warnings) {
    for (const auto& [file, keys] : parameter_files(project)) {
        reading(warnings, [&] {
            if (auto values = params_of(root / file, keys)) state.params[file] = *std::move(values);
        });
    }
    for (const std::string& path : metrics_files(project)) read_metrics(root, path, state, warnings);
    for (const DeclaredPlot& plot : declared_plots(project)) read_plot(root, plot, state, warnings);
}

}  // namespace mlp::cli

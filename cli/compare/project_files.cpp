#include "cli/compare/project_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/config/param_file.hpp"
#include "core/data/walk.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using config::Output;

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

void add_plots_below(const data::Node& node, const fs::path& root, const base::Json& options, compare::State& state) {
    for (const data::Node& child : node.children) {
        if (child.signature.is_folder()) add_plots_below(child, root, options, state);
        if (!child.signature.is_regular()) continue;
        state.plots[child.path] = {.text = base::read_file(root / child.path, largest_plot), .options = options};
    }
}

}  // namespace

std::string warning_of(const Error& error) {
    return error.place().empty() ? error.message() : error.place() + ": " + error.message();
}

void leave_out_measured(const config::Project& project, compare::State& state) {
    for (const config::Stage& stage : project.stages) {
        for (const Output& out : stage.outs) {
            if (out.role != Output::Role::out) state.data.erase(out.path);
        }
    }
}

bool place_kept(const data::ObjectStore& objects, const data::Content& content, const fs::path& root,
                const std::string& path) {
    if (content.digest.algorithm() != base::Algorithm::sha256 || !objects.has(content.digest)) return false;
    if (content.kind != data::ContentKind::tree) {
        base::make_folders((root / path).parent_path());
        objects.clone_to(content.digest, root / path, false);
        return true;
    }
    const auto entries = data::parse_tree(objects.read(content.digest));
    return std::all_of(entries.begin(), entries.end(), [&](const data::TreeEntry& entry) {
        return place_kept(objects, entry.content, root, path + "/" + entry.name);
    });
}

void name_side(std::vector<std::string>& warnings, const fs::path& folder, const std::string& side) {
    const std::string prefix = folder.string() + "/";
    for (std::string& warning : warnings) {
        for (std::size_t at = 0; (at = warning.find(prefix, at)) != std::string::npos;)
            warning.erase(at, prefix.size());
        warning = side + ": " + warning;
    }
}

std::vector<std::string> parameter_files(const config::Project& project) {
    std::set<std::string> files{"params.yaml"};
    for (const config::Stage& stage : project.stages) {
        for (const config::ParamRef& ref : stage.params) files.insert(ref.file);
    }
    return {files.begin(), files.end()};
}

void read_metrics_file(const fs::path& root, const std::string& path, compare::State& state,
                       std::vector<std::string>& warnings) {
    reading(warnings, [&] {
        if (!base::signature_of(root / path, true)) return;
        compare::Values& values = state.metrics[path];
        for (const auto& [key, number] : config::read_metrics(root / path)) values[key] = base::number_json(number);
    });
}

void read_plot(const fs::path& root, const std::string& path, const base::Json& options, compare::State& state,
               std::vector<std::string>& warnings) {
    reading(warnings, [&] {
        const auto found = base::signature_of(root / path, true);
        if (!found) return;
        if (found->is_folder()) return add_plots_below(data::walk_folder(root, path), root, options, state);
        state.plots[path] = {.text = base::read_file(root / path, largest_plot), .options = options};
    });
}

void read_project_files(const config::Project& project, const fs::path& root, compare::State& state,
                        std::vector<std::string>& warnings) {
    for (const std::string& file : parameter_files(project)) {
        reading(warnings, [&] {
            if (auto values = config::read_param_file(root / file)) state.params[file] = compare::flattened(*values);
        });
    }
    for (const config::Stage& stage : project.stages) {
        for (const Output& out : stage.outs) {
            if (!out.is_inside()) continue;
            if (out.role == Output::Role::metric) read_metrics_file(root, out.path, state, warnings);
            if (out.role == Output::Role::plot) read_plot(root, out.path, out.options, state, warnings);
        }
    }
}

}  // namespace mlp::cli

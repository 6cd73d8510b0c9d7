#include "cli/compare/declared.hpp"

#include <algorithm>
#include <optional>

#include "core/base/path.hpp"
#include "core/pipeline/contents.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using base::Json;
using config::Output;

namespace {

/// A path of a dvc.yaml from the root; nothing for one that leaves the project.
std::optional<std::string> from_root(const config::DvcYaml& file, const std::string& path) {
    const std::string folder = fs::path(file.file).parent_path().generic_string();
    if (path.starts_with('/')) return std::nullopt;
    return base::normal_relative(folder.empty() ? path : folder + "/" + path);
}

/// {file: fields} with the files named from the root.
Json axis_from_root(const config::DvcYaml& file, const Json& axis) {
    Json named = Json::object();
    for (const auto& [path, fields] : axis.items()) {
        if (const auto name = from_root(file, path)) named[*name] = fields;
    }
    return named;
}

void add_files(const Json& axis, std::vector<std::string>& files) {
    if (!axis.is_object()) return;
    for (const auto& [path, fields] : axis.items()) {
        if (std::find(files.begin(), files.end(), path) == files.end()) files.push_back(path);
    }
}

/// One item of the list `plots`. Its id is the path of what is drawn, unless `y` names files.
std::optional<DeclaredPlot> defined_plot(const config::DvcYaml& file, const std::string& id, const Json& properties) {
    DeclaredPlot plot{.name = id, .files = {}, .options = properties};
    for (const char* axis : {"x", "y"}) {
        if (properties.is_object() && properties.contains(axis) && properties[axis].is_object()) {
            plot.options[axis] = axis_from_root(file, properties[axis]);
        }
    }
    const bool several = properties.is_object() && properties.contains("y") && properties["y"].is_object();
    if (several) {
        if (file.file != "dvc.yaml") plot.name = file.file + "::" + id;
        add_files(plot.options["y"], plot.files);
    } else {
        const auto path = from_root(file, id);
        if (!path) return std::nullopt;
        plot.name = *path;
        plot.files.push_back(*path);
    }
    if (properties.is_object() && properties.contains("x")) add_files(plot.options["x"], plot.files);
    return plot;
}

std::vector<DeclaredPlot> defined_plots(const config::DvcYaml& file) {
    std::vector<DeclaredPlot> plots;
    const auto add = [&](const std::string& id, const Json& properties) {
        if (auto plot = defined_plot(file, id, properties)) plots.push_back(*std::move(plot));
    };
    for (const Json& item : file.plots) {
        if (item.is_string()) add(item.get<std::string>(), nullptr);
        if (!item.is_object()) continue;
        for (const auto& [id, properties] : item.items()) add(id, properties);
    }
    std::stable_sort(plots.begin(), plots.end(), [](const DeclaredPlot& a, const DeclaredPlot& b) {
        return a.name.size() < b.name.size();  // a folder comes before its files
    });
    return plots;
}

/// Of the files that a project is read from: one of `vars`, whose values are in commands and paths.
bool gives_names(const std::string& file) {
    const std::string name = file.substr(file.rfind('/') + 1);
    if (name == "mlp.yaml" || name == "dvc.yaml") return false;
    const auto ends = [&](std::string_view ending) { return name.ends_with(ending); };
    return ends(".yaml") || ends(".yml") || ends(".json") || ends(".toml") || ends(".py");
}

}  // namespace

std::map<std::string, std::set<std::string>> parameter_files(const config::Project& project) {
    std::map<std::string, std::set<std::string>> files;
    std::set<std::string> whole{"params.yaml"};
    for (const config::DvcYaml& file : project.dvc_files) {
        for (const config::PathRef& ref : file.params) {
            if (ref.is_inside()) whole.insert(ref.path);
        }
    }
    for (const config::Stage& stage : project.stages) {
        for (const config::ParamRef& ref : stage.params) {
            files[ref.file].insert(ref.keys.begin(), ref.keys.end());
            if (ref.keys.empty() || !stage.is_of_dvc()) whole.insert(ref.file);
        }
    }
    for (const std::string& file : project.inputs) {
        if (gives_names(file)) whole.insert(file);
    }
    for (const std::string& file : whole) files[file].clear();
    return files;
}

std::set<std::string> metrics_files(const config::Project& project) {
    std::set<std::string> files;
    for (const config::Stage& stage : project.stages) {
        for (const Output& out : stage.outs) {
            if (out.role == Output::Role::metric && out.is_inside()) files.insert(out.path);
        }
    }
    for (const config::DvcYaml& file : project.dvc_files) {
        for (const config::PathRef& ref : file.metrics) {
            if (ref.is_inside()) files.insert(ref.path);
        }
    }
    return files;
}

std::vector<DeclaredPlot> declared_plots(const config::Project& project) {
    std::vector<DeclaredPlot> plots;
    for (const config::Stage& stage : project.stages) {
        for (const Output& out : stage.outs) {
            if (out.role == Output::Role::plot && out.is_inside()) plots.push_back({out.path, {out.path}, out.options});
        }
    }
    for (const config::DvcYaml& file : project.dvc_files) {
        for (DeclaredPlot& plot : defined_plots(file)) plots.push_back(std::move(plot));
    }
    return plots;
}

Json listed_measures(const config::Project& project) {
    Json metrics = Json::array();
    Json plots = Json::array();
    for (const config::DvcYaml& file : project.dvc_files) {
        for (const config::PathRef& ref : file.metrics) {
            if (ref.is_inside()) metrics.push_back(ref.path);
        }
        for (const DeclaredPlot& plot : defined_plots(file)) {
            plots.push_back({{"name", plot.name}, {"files", plot.files}, {"options", plot.options}});
        }
    }
    return metrics.empty() && plots.empty() ? Json() : Json{{"metrics", metrics}, {"plots", plots}};
}

std::vector<DeclaredPlot> plots_from_json(const Json& listed) {
    std::vector<DeclaredPlot> plots;
    for (const Json& plot : listed.at("plots")) {
        plots.push_back({plot.at("name").get<std::string>(), plot.at("files").get<std::vector<std::string>>(),
                         plot.at("options")});
    }
    return plots;
}

std::set<std::string> measured_paths(const config::Project& project) {
    std::set<std::string> paths = metrics_files(project);
    for (const DeclaredPlot& plot : declared_plots(project)) paths.insert(plot.files.begin(), plot.files.end());
    return paths;
}

std::map<std::string, base::Algorithm> data_paths(const config::Project& project) {
    std::map<std::string, base::Algorithm> paths;
    for (const config::Stage& stage : project.stages) {
        for (const Output& out : stage.outs) {
            if (out.role == Output::Role::out && out.is_inside()) paths[out.path] = pipeline::algorithm_of(stage);
        }
    }
    for (const config::Stage& stage : project.stages) {
        for (const config::PathRef& dep : stage.deps) {
            if (dep.is_inside()) paths.emplace(dep.path, pipeline::algorithm_of(stage));
        }
    }
    for (const config::Stage& stage : project.stages) {
        for (const Output& out : stage.outs) {
            if (out.role != Output::Role::out) paths.erase(out.path);
        }
    }
    return paths;
}

}  // namespace mlp::cli

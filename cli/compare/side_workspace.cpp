// The working tree as a side.
#include <set>

#include "cli/compare/project_files.hpp"
#include "cli/compare/side.hpp"
#include "cli/pipeline/site.hpp"

namespace mlp::cli {

namespace {

std::set<std::string> declared_paths(const config::Project& project) {
    std::set<std::string> paths;
    for (const config::Stage& stage : project.stages) {
        for (const config::PathRef& dep : stage.deps) {
            if (dep.is_inside()) paths.insert(dep.path);
        }
        for (const config::Output& out : stage.outs) {
            if (out.role == config::Output::Role::out && out.is_inside()) paths.insert(out.path);
        }
    }
    return paths;
}

}  // namespace

Side workspace_side(Invocation& call) {
    Side side{.kind = "workspace", .name = "workspace"};
    const config::Project& project = call.project();
    read_project_files(project, call.root(), side.state, side.warnings);
    data::FileIndex index(index_path(call));
    data::Workspace workspace(call.root(), index, call.objects());
    for (const std::string& path : declared_paths(project)) {
        try {
            if (const auto content = workspace.content_of(path)) side.state.data[path] = *content;
        } catch (const Error& error) {
            side.warnings.push_back(warning_of(error));
        }
    }
    leave_out_measured(project, side.state);
    return side;
}

}  // namespace mlp::cli

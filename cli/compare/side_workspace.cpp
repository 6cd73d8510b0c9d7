// The working tree as a side.
#include "cli/compare/project_files.hpp"
#include "cli/compare/side.hpp"
#include "cli/pipeline/site.hpp"
#include "core/data/file_index.hpp"

namespace mlp::cli {

Side workspace_side(Invocation& call) {
    Side side{.kind = "workspace", .name = "workspace"};
    const config::Project& project = call.project();
    read_project_files(project, call.root(), side.state, side.warnings);
    data::FileIndex index(index_path(call));
    pipeline::Contents contents(project, call.env(), index, call.objects());
    for (const auto& [path, algorithm] : data_paths(project)) {
        try {
            if (const auto content = contents.content_of(path, algorithm)) side.state.data[path] = *content;
        } catch (const Error& error) {
            side.warnings.push_back(warning_of(error));
        }
    }
    return side;
}

}  // namespace mlp::cli

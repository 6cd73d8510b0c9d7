// Where a project begins, seen from a folder inside it; and looking things up by name.
#include <algorithm>

#include "core/config/project.hpp"

namespace mlp::config {

namespace fs = std::filesystem;

namespace {

bool is_file(const fs::path& path) {
    std::error_code ignored;  // a folder that may not be read is simply no project
    return fs::is_regular_file(path, ignored);
}

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

template <class Thing>
const Thing* find_by_name(const std::vector<Thing>& things, std::string_view name) {
    const auto found =
        std::find_if(things.begin(), things.end(), [&](const Thing& thing) { return thing.name == name; });
    return found == things.end() ? nullptr : &*found;
}

}  // namespace

std::optional<fs::path> find_root(const fs::path& start) {
    std::optional<fs::path> dvc_folder;
    std::optional<fs::path> topmost_dvc_yaml;
    fs::path folder = fs::absolute(start).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();  // "a/b/" is "a/b"
    while (true) {
        if (is_file(folder / "mlp.yaml")) return folder;
        if (!dvc_folder && is_folder(folder / ".dvc")) dvc_folder = folder;
        if (is_file(folder / "dvc.yaml")) topmost_dvc_yaml = folder;
        if (folder == folder.parent_path()) break;
        folder = folder.parent_path();
    }
    return dvc_folder ? dvc_folder : topmost_dvc_yaml;
}

const Stage* Project::find_stage(std::string_view stage_name) const { return find_by_name(stages, stage_name); }
const Model* Project::find_model(std::string_view model_name) const { return find_by_name(models, model_name); }
const Environment* Project::find_environment(std::string_view environment_name) const {
    return find_by_name(environments, environment_name);
}

}  // namespace mlp::config

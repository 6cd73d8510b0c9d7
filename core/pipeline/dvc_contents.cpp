#include "core/pipeline/dvc_contents.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/data/dvc/git_ignore.hpp"

namespace mlp::pipeline {

DvcContents::DvcContents(const config::Project& project, const base::Env& env, data::FileIndex& index)
    : project_(project),
      config_(data::dvc::read_config(project.root, env)),
      ignore_(project.root, data::dvc::Ignore::dvc()),
      cache_(data::dvc::open_cache(config_)),
      workspace_(project.root, index, cache_, config_, ignore_),
      run_cache_(config_.cache_folder(), cache_.folder_mode()) {}

std::optional<data::Content> DvcContents::below(const data::Content& folder, std::string_view rest) {
    if (rest.empty()) return folder;
    if (folder.kind != data::ContentKind::tree || !cache_.has(folder)) return std::nullopt;
    const std::string inside = std::string(rest) + "/";
    std::vector<data::dvc::ListedFile> part;
    for (const data::dvc::ListedFile& file : cache_.listing(folder)) {
        if (file.path == rest) return data::Content{.kind = data::ContentKind::file, .digest = file.digest};
        if (file.path.starts_with(inside)) part.push_back({file.path.substr(inside.size()), file.digest});
    }
    if (part.empty()) return std::nullopt;
    return data::dvc::folder_content(part, 0);
}

void DvcContents::refuse_tracked(const config::Stage& stage) const {
    if (config_.flag("core", "no_scm", false)) return;
    std::vector<std::string> paths;
    for (const config::Output& out : stage.outs) {
        if (out.cache && out.is_inside()) paths.push_back(out.path);
    }
    const auto tracked = paths.empty() ? paths : data::dvc::kept_by_git(project_.root, paths);
    if (tracked.empty()) return;
    const std::string& path = tracked.front();
    const auto out = std::find_if(stage.outs.begin(), stage.outs.end(), [&](const auto& o) { return o.path == path; });
    throw Error(Kind::invalid, fmt::format("git tracks the output {} already, so DVC cannot keep it", path))
        .at(out->place.to_string())
        .hint(fmt::format("stop that: `git rm -r --cached {0} && git commit -m 'Stop tracking {0}'`; or let git keep it "
                          "with `cache: false`",
                          path));
}

std::vector<std::string> DvcContents::ignore_outputs(const std::vector<const config::Stage*>& stages) {
    if (config_.flag("core", "no_scm", false)) return {};
    std::vector<std::string> paths;
    for (const config::Stage* stage : stages) {
        for (const config::Output& out : stage->outs) {
            if (out.cache && out.is_inside()) paths.push_back(out.path);
        }
    }
    return data::dvc::ignore_outputs(project_.root, paths);
}

}  // namespace mlp::pipeline

#include "cli/pipeline/autostage.hpp"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "core/base/io.hpp"
#include "core/git/tracked.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;

namespace {

bool is_on(Site& site) {
    const auto& stages = site.graph().project().stages;
    if (std::none_of(stages.begin(), stages.end(), [](const config::Stage& stage) { return stage.is_of_dvc(); }))
        return false;
    const data::dvc::Config& config = site.contents().dvc().config();
    return config.flag("core", "autostage", false) && !config.flag("core", "no_scm", false);
}

std::optional<base::Digest> digest_of(const fs::path& file) {
    const auto bytes = base::read_file_if_exists(file);
    return bytes ? std::optional(base::sha256(*bytes)) : std::nullopt;
}

}  // namespace

Autostage::Autostage(Site& site) : site_(site) {
    if (!is_on(site)) return;
    const auto remember = [&](const std::string& file) {
        if (!before_.contains(file)) before_.emplace(file, digest_of(site.call().root() / file));
    };
    for (const config::Stage& stage : site.graph().project().stages) {
        if (!stage.is_of_dvc()) continue;
        remember(pipeline::lock_path(stage));
        for (const config::Output& out : stage.outs)
            remember((fs::path(out.path).parent_path() / ".gitignore").generic_string());
    }
}

void Autostage::add_changed() const {
    std::vector<std::string> changed;
    for (const auto& [file, digest] : before_) {
        if (digest_of(site_.call().root() / file) != digest) changed.push_back(file);
    }
    if (!changed.empty()) git::stage_files(site_.call().root(), changed);
}

}  // namespace mlp::cli

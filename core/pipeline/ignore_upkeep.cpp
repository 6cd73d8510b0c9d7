#include "core/pipeline/ignore_upkeep.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "core/base/path.hpp"
#include "core/data/dvc/git_ignore.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::pipeline {

namespace {

std::string folder_of(const std::string& output) {
    const std::string folder = std::filesystem::path(output).parent_path().generic_string();
    return folder.empty() ? "." : folder;
}

}  // namespace

void IgnoreUpkeep::add(const config::Stage& stage) {
    if (stage.is_of_dvc() && !stage.outs.empty()) waiting_.push_back(&stage);
}

bool IgnoreUpkeep::concerns(const config::Stage& stage) const {
    return std::any_of(waiting_.begin(), waiting_.end(), [&](const config::Stage* one) {
        return std::any_of(one->outs.begin(), one->outs.end(), [&](const config::Output& out) {
            const std::string folder = folder_of(out.path);
            return std::any_of(stage.deps.begin(), stage.deps.end(), [&](const config::PathRef& dep) {
                return dep.path == "." || base::is_within(folder, dep.path);
            });
        });
    });
}

void IgnoreUpkeep::write() {
    if (waiting_.empty()) return;
    const auto added = contents_.dvc().ignore_outputs(std::exchange(waiting_, {}));
    if (!added.empty()) order(added);
}

std::size_t IgnoreUpkeep::rank_of(const std::string& output) {
    if (ranks_.empty()) {
        for (const std::size_t index : graph_.depth_first()) {
            for (const config::Output& out : graph_.stage(index).outs) ranks_.emplace(out.path, ranks_.size());
        }
    }
    return ranks_.at(output);
}

void IgnoreUpkeep::order(const std::vector<std::string>& added) {
    std::set<std::string> folders;
    for (const std::string& output : added) {
        const std::string folder = folder_of(output);
        added_[folder].emplace(rank_of(output), output);
        folders.insert(folder);
    }
    for (const std::string& folder : folders) {
        std::vector<std::string> ordered;
        for (const auto& [rank, output] : added_[folder]) ordered.push_back(output);
        data::dvc::order_ignored(contents_.root(), ordered);
    }
}

}  // namespace mlp::pipeline

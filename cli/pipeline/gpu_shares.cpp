#include "cli/pipeline/gpu_shares.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace mlp::cli {

namespace {

/// Of the stage that asks for most.
std::size_t most_gpus(const config::Project& project) {
    double most = 0;
    for (const config::Stage& stage : project.stages) most = std::max(most, stage.resources.gpus);
    return static_cast<std::size_t>(std::ceil(most));
}

}  // namespace

GpuShares::GpuShares(const config::Project& project, const pipeline::Totals& totals, std::size_t wanted)
    : at_once_(wanted) {
    const std::size_t most = most_gpus(project);
    if (most == 0 || totals.gpus.empty()) return;
    at_once_ = std::clamp<std::size_t>(totals.gpus.size() / most, 1, wanted);
    const std::size_t each = totals.gpus.size() / at_once_;
    for (std::size_t share = 0; share < at_once_; ++share) {
        const auto first = totals.gpus.begin() + static_cast<std::ptrdiff_t>(share * each);
        free_.emplace_back(first, first + static_cast<std::ptrdiff_t>(each));
    }
}

void GpuShares::take(std::size_t combination, std::map<std::string, std::string>& environment) {
    if (free_.empty()) return;
    std::vector<std::string>& share = in_use_[combination] = std::move(free_.back());
    free_.pop_back();
    environment["CUDA_VISIBLE_DEVICES"] = fmt::format("{}", fmt::join(share, ","));
    environment["MLP_RUN_GPUS"] = std::to_string(share.size());
}

void GpuShares::give_back(std::size_t combination) {
    const auto share = in_use_.find(combination);
    if (share == in_use_.end()) return;
    free_.push_back(std::move(share->second));
    in_use_.erase(share);
}

}  // namespace mlp::cli

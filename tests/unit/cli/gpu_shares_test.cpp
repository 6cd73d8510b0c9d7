#include "cli/pipeline/gpu_shares.hpp"

#include <doctest/doctest.h>

using namespace mlp;
using cli::GpuShares;

namespace {

config::Project asking_for(double gpus) {
    config::Project project;
    project.stages.resize(2);
    project.stages[1].resources.gpus = gpus;
    return project;
}

pipeline::Totals with_gpus(std::vector<std::string> names) {
    pipeline::Totals totals;
    totals.gpus = std::move(names);
    return totals;
}

}  // namespace

TEST_CASE("combinations at work at the same time have GPUs of their own") {
    GpuShares shares(asking_for(2), with_gpus({"0", "1", "GPU-a", "3", "4"}), 4);
    CHECK(shares.at_once() == 2);
    std::map<std::string, std::string> one;
    std::map<std::string, std::string> two;
    shares.take(0, one);
    shares.take(1, two);
    CHECK(one["MLP_RUN_GPUS"] == "2");
    CHECK(one["CUDA_VISIBLE_DEVICES"] != two["CUDA_VISIBLE_DEVICES"]);
    shares.give_back(0);
    std::map<std::string, std::string> three;
    shares.take(2, three);
    CHECK(three == one);
}

TEST_CASE("without GPUs, or need of any, nothing is shared") {
    std::map<std::string, std::string> environment;
    GpuShares none(asking_for(0), with_gpus({"0"}), 4);
    CHECK(none.at_once() == 4);
    none.take(0, environment);
    GpuShares lacking(asking_for(1), with_gpus({}), 4);
    CHECK(lacking.at_once() == 4);
    lacking.take(0, environment);
    lacking.give_back(0);
    CHECK(environment.empty());
    // One that asks for more than there is is refused by its own run, not here.
    CHECK(GpuShares(asking_for(8), with_gpus({"0", "1"}), 4).at_once() == 1);
    CHECK(GpuShares(asking_for(0.5), with_gpus({"0", "1"}), 4).at_once() == 2);
}

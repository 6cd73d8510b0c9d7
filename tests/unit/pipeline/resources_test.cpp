#include "core/pipeline/resources.hpp"

#include <doctest/doctest.h>

#include "core/pipeline/scheduler.hpp"
#include "samples.hpp"

using namespace mlp;
using config::Resources;
using pipeline::Grant;
using pipeline::Tokens;
using pipeline::Totals;

TEST_CASE("GPUs come from the settings, from CUDA_VISIBLE_DEVICES, or from the machine") {
    const auto gpus = [](std::optional<std::int64_t> count, const std::map<std::string, std::string>& environment) {
        return pipeline::totals_of_machine(count, environment).gpus;
    };
    using Names = std::vector<std::string>;
    CHECK(gpus(3, {}) == Names{"0", "1", "2"});
    CHECK(gpus(0, {{"CUDA_VISIBLE_DEVICES", "4,5"}}).empty());
    CHECK(gpus({}, {{"CUDA_VISIBLE_DEVICES", "4, GPU-8f,-1,6"}}) == Names{"4", "GPU-8f"});
    CHECK(gpus({}, {{"CUDA_VISIBLE_DEVICES", ""}}).empty());
    CHECK(gpus(1, {{"CUDA_VISIBLE_DEVICES", "4,5"}}) == Names{"4"});
    CHECK(pipeline::totals_of_machine({}, {}).cpus > 0);
}

TEST_CASE("what is more than there is at all is named") {
    const Totals totals{2, 1 << 20, {"0"}};
    CHECK(pipeline::excess({}, totals).empty());
    CHECK(pipeline::excess({2, 1 << 20, 1}, totals).empty());
    CHECK(pipeline::excess({.cpus = 2.5}, totals) == "2.5 processors, and there are 2");
    CHECK(pipeline::excess({.memory_bytes = 1 << 21}, totals) == "2.0 MiB of memory, and there are 1.0 MiB");
    CHECK(pipeline::excess({.gpus = 1.5}, totals) == "1.5 GPUs, and there is 1");
    CHECK(pipeline::excess({.gpus = 0.1}, {}) == "0.1 GPUs, and there are none");
}

TEST_CASE("tokens are taken and given back; shares of a GPU fill one before the next") {
    Tokens tokens({4, 100, {"0", "1"}});
    const auto half = tokens.take({.gpus = 0.5});
    REQUIRE(half);
    CHECK(tokens.device_names(*half) == "0");
    CHECK(tokens.device_names(*tokens.take({.gpus = 0.5})) == "0");
    const auto whole = tokens.take({.cpus = 3, .memory_bytes = 60, .gpus = 1});
    REQUIRE(whole);
    CHECK(tokens.device_names(*whole) == "1");
    CHECK(!tokens.take({.gpus = 0.1}));
    CHECK(!tokens.take({.cpus = 2}));
    CHECK(!tokens.take({.memory_bytes = 41}));
    tokens.give_back(*whole);
    tokens.give_back(*half);
    CHECK(!tokens.take({.gpus = 2}));
    CHECK(tokens.device_names(*tokens.take({.gpus = 0.2})) == "0");
    CHECK(tokens.take({.cpus = 400}));  // takes all there is
    CHECK(!tokens.take({.cpus = 1}));
}

TEST_CASE("a large stage is not starved by small ones, and what it does not need goes on") {
    auto small = [](const std::string& name) {
        auto made = test::stage(name, {}, {});
        made.resources.cpus = 1;
        return made;
    };
    auto large = test::stage("large", {}, {});
    large.resources.cpus = 2;
    auto project = test::project_of({small("s1"), large, small("s2"), test::stage("free", {}, {})});
    const pipeline::Graph graph(project);
    Tokens tokens({2, 0, {}});
    pipeline::Scheduler scheduler(graph, graph.targets({}), {4, 3, 2, 1});
    const auto s1 = scheduler.next(tokens);
    REQUIRE(s1);
    CHECK(s1->index == 0);
    // One processor is free, but kept for the large one; a stage that asks for nothing may start.
    const auto free = scheduler.next(tokens);
    REQUIRE(free);
    CHECK(graph.stage(free->index).name == "free");
    CHECK(!scheduler.next(tokens));
    tokens.give_back(s1->grant);
    const auto next = scheduler.next(tokens);
    REQUIRE(next);
    CHECK(graph.stage(next->index).name == "large");
    CHECK(!scheduler.next(tokens));
    tokens.give_back(next->grant);
    CHECK(graph.stage(scheduler.next(tokens)->index).name == "s2");
}

#include "core/pipeline/graph.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "core/pipeline/scheduler.hpp"
#include "samples.hpp"

using namespace mlp;
using pipeline::Graph;
using pipeline::Scheduler;
using test::stage;
using Indexes = std::vector<std::size_t>;

TEST_CASE("stages meet where one makes what another needs, inside folders too") {
    auto project = test::project_of(
        {stage("use_file", {"out/folder/a.csv"}, {"x"}), stage("make_folder", {"raw"}, {"out/folder"}),
         stage("make_inside", {}, {"data/part/b"}), stage("use_folder", {"data"}, {"y"}),
         stage("near", {"out/folder2", "dat"}, {"z"}), stage("by_param", {}, {"w"}), stage("all", {"."}, {})});
    project.stages[5].params.push_back({"out/folder/params.yaml", {"a"}, {}});
    const Graph graph(project);
    CHECK(graph.upstream(0) == Indexes{1});
    CHECK(graph.upstream(3) == Indexes{2});
    CHECK(graph.upstream(4).empty());
    CHECK(graph.upstream(5) == Indexes{1});
    CHECK(graph.upstream(6) == Indexes{0, 1, 2, 3, 4, 5});
    CHECK(graph.downstream(1) == Indexes{0, 5, 6});
    CHECK(graph.order() == Indexes{1, 0, 2, 3, 4, 5, 6});
}

TEST_CASE("depth first, makers below a folder come as DVC met their paths") {
    const auto project = test::project_of({stage("use", {"d"}, {}), stage("two", {}, {"d/x/two"}),
                                           stage("one", {}, {"d/a", "d/x/a"}), stage("three", {}, {"d/x/b"})});
    CHECK(Graph(project).depth_first() == Indexes{1, 2, 3, 0});
    const auto other = test::project_of({stage("use", {"d"}, {}), stage("two", {}, {"d/x/two"}),
                                         stage("one", {}, {"d/a"}), stage("three", {}, {"d/x/b"})});
    CHECK(Graph(other).depth_first() == Indexes{1, 3, 2, 0});
}

TEST_CASE("targets are ancestors; groups name their stages; typos get a suggestion") {
    const auto project =
        test::project_of({stage("a", {}, {"a"}), stage("b@1", {"a"}, {"b1"}), stage("b@2", {"a"}, {"b2"}),
                          stage("c", {"b1"}, {"c"}), stage("lonely", {}, {})});
    const Graph graph(project);
    CHECK(graph.targets({"c"}) == Indexes{0, 1, 3});
    CHECK(graph.targets({"b"}) == Indexes{0, 1, 2});
    CHECK(graph.targets({"b@2", "lonely"}) == Indexes{0, 2, 4});
    CHECK(graph.targets({}) == Indexes{0, 1, 2, 3, 4});
    CHECK(graph.reachable_down({0}) == Indexes{0, 1, 2, 3});
    try {
        graph.targets({"lonly"});
        FAIL("found");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::missing);
        CHECK(error.message().find("Did you mean 'lonely'") != std::string::npos);
    }
}

TEST_CASE("words are meant from the current folder, else from the root") {
    auto project = test::project_of({stage("train", {}, {"m"}), stage("sub/dvc.yaml:train", {}, {"sub/m"}),
                                     stage("sub/dvc.yaml:g@1", {}, {"sub/o1"}), stage("last", {}, {"x"})});
    for (const std::size_t nested : {1U, 2U}) project.stages[nested].file = "sub/dvc.yaml";
    project.stages[1].local_name = "train";
    project.stages[2].local_name = "g@1";
    for (const std::size_t top : {0U, 3U}) project.stages[top].file = "dvc.yaml";
    const Graph graph(project);
    for (const char* word : {"train", ":train", "dvc.yaml:train", "./dvc.yaml:train", "m", "../sub/m"}) {
        CAPTURE(word);
        CHECK(graph.named(word, "sub") == Indexes{1});
    }
    CHECK(graph.named("g", "sub") == Indexes{2});
    CHECK(graph.named("dvc.yaml", "sub") == Indexes{1, 2});
    for (const char* word : {"../dvc.yaml:train", "../m"}) {
        CAPTURE(word);
        CHECK(graph.named(word, "sub") == Indexes{0});
    }
    CHECK(graph.named("last", "sub") == Indexes{3});
    CHECK(graph.named("train", "other") == Indexes{0});
    CHECK(graph.named("sub/dvc.yaml:train", "sub") == Indexes{1});
    CHECK_THROWS_AS(graph.named("../../m", "sub"), Error);
}

TEST_CASE("words: addresses, files, groups of a file, outputs") {
    auto project = test::project_of({stage("train", {}, {"m"}), stage("sub/dvc.yaml:g@1", {}, {"sub/o1"}),
                                     stage("sub/dvc.yaml:g@a:b", {}, {"sub/o2"}), stage("raw@x.dvc", {}, {"raw@x"})});
    for (const std::size_t nested : {1U, 2U}) {
        project.stages[nested].file = "sub/dvc.yaml";
        project.stages[nested].local_name = project.stages[nested].name.substr(13);
    }
    project.stages[0].file = "dvc.yaml";
    project.stages[3].file = "raw@x.dvc";
    const Graph graph(project);
    CHECK(graph.named("dvc.yaml:train") == Indexes{0});
    CHECK(graph.named(":train") == Indexes{0});
    CHECK(graph.named("./sub/dvc.yaml:g@a:b") == Indexes{2});
    CHECK(graph.named("sub/dvc.yaml:g") == Indexes{1, 2});
    CHECK(graph.named("sub//dvc.yaml") == Indexes{1, 2});
    CHECK(graph.named("raw@x.dvc") == Indexes{3});
    CHECK(graph.named("sub/o2/part") == Indexes{2});
    CHECK(graph.named("./m") == Indexes{0});
    CHECK_THROWS_AS(graph.named("g@1"), Error);
    CHECK_THROWS_AS(graph.named("sub"), Error);
}

TEST_CASE("a cycle is told as a path") {
    const auto project = test::project_of(
        {stage("start", {}, {"s"}), stage("a", {"c", "s"}, {"a"}), stage("b", {"a"}, {"b"}), stage("c", {"b"}, {"c"})});
    try {
        const Graph graph(project);
        FAIL("no cycle found");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::invalid);
        CHECK(error.message().find("a → b → c → a") != std::string::npos);
    }
}

TEST_CASE("the critical path is the longest way to an end") {
    const auto project = test::project_of(
        {stage("a", {}, {"a"}), stage("b", {"a"}, {"b"}), stage("c", {"a"}, {"c"}), stage("d", {"b", "c"}, {})});
    const Graph graph(project);
    CHECK(graph.critical_path({1, 10, 2, 5}) == std::vector<std::int64_t>{16, 15, 7, 5});
}

TEST_CASE("the scheduler starts what is ready, longest way first, and nothing behind a failure") {
    const auto project = test::project_of({stage("a", {}, {"a"}), stage("b", {}, {"b"}), stage("c", {"a", "b"}, {"c"}),
                                           stage("d", {"b"}, {"d"}), stage("e", {}, {"e"})});
    const Graph graph(project);
    pipeline::Tokens tokens({});
    const auto next = [&](Scheduler& scheduler) -> std::optional<std::size_t> {
        const auto start = scheduler.next(tokens);
        return start ? std::optional(start->index) : std::nullopt;
    };
    Scheduler scheduler(graph, {0, 1, 2, 3, 4}, {5, 9, 1, 1, 5});
    CHECK(next(scheduler) == 1U);
    CHECK(next(scheduler) == 0U);  // equal: order of the file
    CHECK(next(scheduler) == 4U);
    CHECK(!next(scheduler));
    scheduler.done(1);
    CHECK(next(scheduler) == 3U);
    CHECK(!next(scheduler));
    scheduler.failed(0);
    CHECK(!next(scheduler));
    CHECK(scheduler.unsettled() == 3U);

    Scheduler part(graph, {2, 3}, {1, 1, 1, 1, 1});
    CHECK(next(part) == 2U);  // what it needs was not asked for
    CHECK(next(part) == 3U);
}

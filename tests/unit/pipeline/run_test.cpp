#include "core/pipeline/run.hpp"

#include <doctest/doctest.h>
#include <signal.h>

#include <algorithm>
#include <functional>
#include <mutex>

#include "core/base/error.hpp"
#include "core/base/process.hpp"
#include "core/pipeline/fingerprint.hpp"
#include "core/pipeline/orphans.hpp"
#include "samples.hpp"

using namespace mlp;
using pipeline::Outcome;
using pipeline::StageResult;
using test::stage;

namespace {

/// Keeps everything it is given, in memory.
struct Memory final : pipeline::Recorder {
    std::mutex mutex;
    std::vector<std::string> begun;
    std::vector<std::vector<std::string>> groups;
    std::vector<StageResult> kept;
    bool broken = false;
    std::function<void(const StageResult&)> on_commit;

    std::string begin_stage(const config::Stage& stage, const pipeline::StageInputs&) override {
        const std::scoped_lock lock(mutex);
        begun.push_back(stage.name);
        return "run-of-" + stage.name;
    }
    void commit(std::span<const StageResult> results) override {
        const std::scoped_lock lock(mutex);
        if (broken) throw Error(Kind::conflict, "the store is locked");
        auto& group = groups.emplace_back();
        for (const StageResult& result : results) {
            if (on_commit) on_commit(result);
            group.push_back(result.stage->name);
            kept.push_back(result);
        }
    }
};

struct Watch final : pipeline::Progress {
    std::vector<std::string> events;
    std::function<void()> on_start;
    std::function<void()> on_retry;
    void planned(std::size_t stages) override { events.push_back("planned " + std::to_string(stages)); }
    void started(const config::Stage& stage, const std::vector<pipeline::Reason>&, int attempt, bool) override {
        events.push_back("started " + stage.name + " " + std::to_string(attempt));
        if (on_start) on_start();
    }
    void printed(const config::Stage&, std::string_view) override {}
    void retried(const config::Stage& stage, const pipeline::TaskEnd&, int, std::chrono::milliseconds) override {
        events.push_back("again " + stage.name);
        if (on_retry) on_retry();
    }
    void settled(const StageResult& result) override {
        events.push_back(std::string(pipeline::outcome_name(result.outcome)) + " " + result.stage->name);
    }
    void warned(std::string_view text) override { events.push_back("warning: " + std::string(text)); }
    void interrupted(int, int) override { events.push_back("interrupted"); }
    void tick() override {}
};

struct Ground {
    test::Folder folder;
    config::Project project;
    pipeline::Lock lock;
    Memory memory;
    Watch watch;
    base::Env env = base::Env::of_process();
    pipeline::Totals totals{.cpus = 4, .memory_bytes = 1000, .gpus = {"0", "7"}};

    explicit Ground(std::vector<config::Stage> stages) : project(test::project_of(std::move(stages))) {
        project.root = folder.folder.path();
    }
    pipeline::RunSummary run(const pipeline::RunOptions& options = {}) {
        base::InterruptGuard interrupts;
        const pipeline::Graph graph(project);
        pipeline::Contents contents(project, env, folder.index, folder.objects);
        const pipeline::RunSite site{.graph = graph,
                                     .selected = graph.targets({}),
                                     .contents = contents,
                                     .cache = nullptr,
                                     .recorder = memory,
                                     .progress = watch,
                                     .interrupts = interrupts,
                                     .env = env,
                                     .environment = base::current_environment(),
                                     .totals = totals,
                                     .logs = ".mlp/logs/x",
                                     .cache_folder = folder / ".mlp/cache"};
        return pipeline::run(site, options, lock);
    }
    static std::string outcomes(const pipeline::RunSummary& summary) {
        std::vector<std::string> list;
        for (const StageResult& result : summary.results) {
            list.push_back(result.stage->name + ":" + std::string(pipeline::outcome_name(result.outcome)));
        }
        std::sort(list.begin(), list.end());
        std::string text;
        for (const std::string& one : list) text += (text.empty() ? "" : " ") + one;
        return text;
    }
};

}  // namespace

TEST_CASE("stages run after what they need, once; then there is nothing to do") {
    Ground ground({stage("b", {"a.txt"}, {"out/b.txt"}, "cat a.txt >out/b.txt"),
                   stage("a", {"in.txt"}, {"a.txt"}, "cat in.txt in.txt >a.txt; test \"$MLP_RUN_ID\" = run-of-a")});
    ground.folder.write("in.txt", "x");
    const auto first = ground.run({.jobs = 2});
    CHECK(first.good());
    CHECK(first.executed());
    CHECK(Ground::outcomes(first) == "a:ran b:ran");
    CHECK(ground.folder.read("out/b.txt") == "xx");
    CHECK(ground.memory.begun == std::vector<std::string>{"a", "b"});
    REQUIRE(ground.memory.kept.size() == 2);
    CHECK(ground.memory.kept[0].stage->name == "a");
    CHECK(ground.memory.kept[0].fingerprint == pipeline::fingerprint(ground.memory.kept[0].inputs));
    CHECK(ground.folder.objects.has(base::sha256("xx")));
    CHECK(ground.lock.stages.at("b").outs.at("out/b.txt").digest == base::sha256("xx"));
    const auto second = ground.run();
    CHECK(Ground::outcomes(second) == "a:skipped b:skipped");
    CHECK(!second.changed());
    CHECK(ground.memory.kept.size() == 2);
}

TEST_CASE("a result is told only after it is kept, and only with its objects durable") {
    Ground ground({stage("a", {}, {"a.txt"}, "echo a >a.txt")});
    bool stored = false;
    std::size_t told = 99;
    ground.memory.on_commit = [&](const StageResult& result) {
        stored = ground.folder.objects.has(result.outputs.at("a.txt").digest);
        told = static_cast<std::size_t>(
            std::count(ground.watch.events.begin(), ground.watch.events.end(), std::string("ran a")));
    };
    ground.run();
    CHECK(stored);
    CHECK(told == 0);
    CHECK(ground.watch.events.back() == "ran a");
}

TEST_CASE("a failure stops what has not begun; with keep_going only what depends on it") {
    const std::vector<config::Stage> stages{stage("bad", {}, {"bad"}, "exit 4"), stage("behind", {"bad"}, {}),
                                            stage("other", {}, {"other"}, "touch other")};
    Ground ground(stages);
    const auto stopped = ground.run();
    CHECK(!stopped.good());
    CHECK(Ground::outcomes(stopped) == "bad:failed behind:not_started other:not_started");
    CHECK(ground.lock.stages.empty());
    REQUIRE(ground.memory.kept.size() == 1);
    CHECK(ground.memory.kept[0].failure() == "exit code 4");
    CHECK(Ground::outcomes(ground.run({.keep_going = true})) == "bad:failed behind:not_started other:ran");
}

TEST_CASE("retries begin again with the outputs removed") {
    auto flaky =
        stage("flaky", {}, {"made"}, "test ! -e made || exit 9; touch made; test -e once || { touch once; exit 1; }");
    flaky.retries = {.count = 1, .delay = std::chrono::milliseconds(1)};
    Ground ground({flaky});
    const auto summary = ground.run();
    CHECK(summary.good());
    CHECK(summary.results[0].attempts == 2);
    CHECK(std::count(ground.watch.events.begin(), ground.watch.events.end(), std::string("again flaky")) == 1);
}

TEST_CASE("while a stage waits for its next attempt others run; a signal ends the wait at once") {
    auto flaky = stage("flaky", {}, {}, "exit 1");
    flaky.retries = {.count = 5, .delay = std::chrono::minutes(5)};
    Ground ground({flaky, stage("other", {}, {"o"},
                                "while test ! -e waits; do sleep 0.01; done; kill -TERM $PPID; sleep 600")});
    ground.watch.on_retry = [&] { ground.folder.write("waits", ""); };
    const auto summary = ground.run({.jobs = 2});
    CHECK(Ground::outcomes(summary) == "flaky:interrupted other:interrupted");
    CHECK(summary.signal == SIGTERM);
    // With one stage at a time, one that waits takes no place.
    ground.lock = {};
    CHECK(Ground::outcomes(ground.run({.jobs = 1})) == "flaky:interrupted other:interrupted");
}

TEST_CASE("a failure that ends the run ends the waiting too") {
    auto flaky = stage("flaky", {}, {}, "exit 3");
    flaky.retries = {.count = 5, .delay = std::chrono::minutes(5)};
    Ground ground({flaky, stage("bad", {}, {}, "while test ! -e waits; do sleep 0.01; done; exit 4")});
    ground.watch.on_retry = [&] { ground.folder.write("waits", ""); };
    const auto summary = ground.run({.jobs = 2});
    CHECK(Ground::outcomes(summary) == "bad:failed flaky:failed");
    CHECK(summary.signal == 0);
}

TEST_CASE("stages that need the same GPU never run side by side, and are told which is theirs") {
    std::vector<config::Stage> stages;
    for (const std::string name : {"a", "b", "c", "d"}) {
        // mkdir fails when another one holds the device.
        stages.push_back(stage(name, {}, {name},
                               "mkdir lock-$CUDA_VISIBLE_DEVICES && sleep 0.05 && "
                               "rmdir lock-$CUDA_VISIBLE_DEVICES && echo $CUDA_VISIBLE_DEVICES >" +
                                   name));
        stages.back().resources.gpus = 1;
    }
    Ground ground(stages);
    CHECK(ground.run({.jobs = 4}).good());
    for (const std::string name : {"a", "b", "c", "d"}) {
        const std::string device = ground.folder.read(name);
        CHECK((device == "0\n" || device == "7\n"));
    }
}

TEST_CASE("a stage that asks for more than there is fails only when it has to run") {
    auto large = stage("large", {}, {"l"}, "touch l");
    Ground ground({large});
    CHECK(ground.run().good());
    ground.project.stages[0].resources.cpus = 100;
    CHECK(Ground::outcomes(ground.run()) == "large:skipped");
    const auto summary = ground.run({.force = true});
    CHECK(summary.results[0].failure().find("it asks for 100 processors, and there are 4") != std::string::npos);
}

TEST_CASE("an output that is not made, or that persists") {
    auto grows = stage("grows", {}, {"log.txt"}, "echo x >>log.txt");
    grows.outs[0].persist = true;
    grows.always_changed = true;
    Ground ground({grows, stage("lazy", {}, {"absent"}, "true")});
    const auto summary = ground.run({.keep_going = true});
    CHECK(Ground::outcomes(summary) == "grows:ran lazy:failed");
    CHECK(summary.results.back().failure().find("did not make its output absent") != std::string::npos);
    ground.run({.keep_going = true});
    CHECK(ground.folder.read("log.txt") == "x\nx\n");
}

TEST_CASE("outputs that were lost or touched come back from the store") {
    Ground ground({stage("a", {}, {"d", "f"}, "mkdir -p d && echo 1 >d/1 && echo 2 >f; echo ran >>count")});
    ground.run();
    base::remove_tree(ground.folder / "d");
    ground.folder.write("f", "spoilt");
    const auto summary = ground.run();
    CHECK(Ground::outcomes(summary) == "a:restored");
    CHECK(ground.folder.read("d/1") == "1\n");
    CHECK(ground.folder.read("f") == "2\n");
    CHECK(ground.folder.read("count") == "ran\n");
    // An object that is gone leaves running as the way.
    base::remove_tree(ground.folder.objects.path_of(base::sha256("2\n")));
    base::remove_tree(ground.folder / "f");
    CHECK(Ground::outcomes(ground.run()) == "a:ran");
}

TEST_CASE("results that cannot be kept end the run and lock nothing") {
    Ground ground({stage("a", {}, {"a"}, "touch a"), stage("b", {"a"}, {"b"}, "sleep 600; touch b")});
    ground.memory.broken = true;
    const auto summary = ground.run({.jobs = 2});
    CHECK(summary.failure);
    CHECK(!summary.good());
    CHECK(ground.lock.stages.empty());
    CHECK_THROWS_AS(std::rethrow_exception(summary.failure), Error);
}

TEST_CASE("a signal ends what runs, removes what it had half made, and keeps what was finished") {
    Ground ground(
        {stage("a", {}, {"a"}, "touch a"), stage("b", {"a"}, {"b"}, "echo half >b; kill -TERM $PPID; sleep 600")});
    const auto summary = ground.run();
    CHECK(summary.signal == SIGTERM);
    CHECK(Ground::outcomes(summary) == "a:ran b:interrupted");
    CHECK(!base::signature_of(ground.folder / "b"));
    CHECK(ground.lock.stages.contains("a"));
    CHECK(!ground.lock.stages.contains("b"));
}

TEST_CASE("a stage whose needs are gone fails by name") {
    Ground ground({stage("a", {"absent"}, {"a"})});
    const auto summary = ground.run();
    CHECK(summary.results[0].failure().find("dependency absent does not exist") != std::string::npos);
    CHECK(ground.memory.begun.empty());
}

TEST_CASE("stages that outlived a killed run are ended, others are not") {
    Ground ground({});
    auto environment = base::current_environment();
    const auto start = [&] {
        base::ProcessSpec spec;
        spec.argv = {"sleep", "600"};
        spec.working_directory = ground.folder.folder.path();
        spec.environment = environment;
        return base::Process::start(spec);
    };
    base::Process stranger = start();
    environment["DVC_ROOT"] = ground.folder.folder.path().string();
    environment["MLP_RUN_ID"] = "x";
    base::Process orphan = start();
    CHECK(pipeline::end_orphans(ground.folder.folder.path()) == 0);  // without the mark nobody is looked for
    ground.folder.write(".mlp/at-work", "");
    CHECK(pipeline::end_orphans(ground.folder.folder.path()) == 1);
    CHECK(orphan.wait().signal == SIGKILL);
    CHECK(!stranger.poll());
    CHECK(!base::signature_of(ground.folder / ".mlp/at-work"));
}

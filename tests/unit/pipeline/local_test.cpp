#include "core/pipeline/executor/local.hpp"

#include <doctest/doctest.h>
#include <signal.h>

#include <map>
#include <thread>

#include "core/base/process.hpp"
#include "core/pipeline/logs.hpp"
#include "core/pipeline/wakeup.hpp"
#include "samples.hpp"

using namespace mlp;
using namespace std::chrono_literals;
using pipeline::Task;
using pipeline::TaskEnd;

namespace {

struct Ground {
    test::Folder folder;
    std::map<std::size_t, std::string> printed;
    std::unique_ptr<pipeline::Executor> executor =
        pipeline::local_executor([this](std::size_t id, std::string_view bytes) { printed[id] += bytes; }, 300ms);

    Task task(std::size_t id, std::vector<std::string> commands) {
        Task result;
        result.id = id;
        result.commands = std::move(commands);
        result.shell = {"/bin/sh", "-c"};
        result.folder = folder.folder.path();
        result.environment = base::current_environment();
        result.log = folder / ("log" + std::to_string(id));
        return result;
    }
    TaskEnd run(Task task) {
        executor->submit(std::move(task));
        return one();
    }
    void until_printed(std::size_t id, const std::string& text) {
        while (printed[id].find(text) == std::string::npos) REQUIRE(executor->wait({}, 20ms).empty());
    }
    TaskEnd one() {
        std::vector<TaskEnd> ended;
        while (ended.empty()) ended = executor->wait({}, 60s);
        REQUIRE(ended.size() == 1);
        return ended[0];
    }
};

}  // namespace

TEST_CASE("commands run in order, stop at the first failure, and everything they print is kept") {
    Ground ground;
    const TaskEnd good = ground.run(ground.task(1, {"printf 'a\\000b'", "echo c >&2", "echo $VALUE"}));
    CHECK(good.ok());
    CHECK(ground.folder.read("log1") == std::string("a\0bc\n\n", 6));
    CHECK(ground.printed[1] == ground.folder.read("log1"));
    const TaskEnd bad = ground.run(ground.task(2, {"echo x; exit 3", "touch never"}));
    CHECK(!bad.ok());
    CHECK(bad.exit_code == 3);
    CHECK(!base::signature_of(ground.folder / "never"));
    const TaskEnd killed = ground.run(ground.task(3, {"kill -9 $$"}));
    CHECK(!killed.exit_code);
    CHECK(killed.signal == SIGKILL);
    CHECK(good.peak_memory_bytes > 0);
}

TEST_CASE("a shell that is not there, or a folder, is how the task ends") {
    Ground ground;
    Task task = ground.task(1, {"true"});
    task.shell = {"/nowhere/sh", "-c"};
    TaskEnd end = ground.run(task);
    CHECK(!end.ok());
    CHECK(end.problem.find("/nowhere/sh") != std::string::npos);
    task.shell = {"/bin/sh", "-c"};
    task.folder = ground.folder / "absent";
    end = ground.run(task);
    CHECK(end.problem.find("absent") != std::string::npos);
    task.folder = ground.folder.folder.path();
    task.log = ground.folder / "absent/log";
    end = ground.run(task);
    CHECK(end.ok());
    CHECK(!end.log_problem.empty());
}

TEST_CASE("what is left in the background may come to its end") {
    Ground ground;
    const TaskEnd end = ground.run(ground.task(1, {"(sleep 0.1; echo late) & echo early", "echo next"}));
    CHECK(end.ok());
    CHECK(!end.left_others);
    CHECK(ground.folder.read("log1") == "early\nlate\nnext\n");
    CHECK(!ground.run(ground.task(2, {"(sleep 0.1; echo late >made) >/dev/null 2>&1 & exit 3"})).ok());
    CHECK(ground.folder.read("made") == "late\n");
}

TEST_CASE("what does not come to its end is ended, with the pipe or without") {
    Ground ground;
    for (const char* to : {"", " >/dev/null 2>&1"}) {
        const TaskEnd end = ground.run(ground.task(1, {"sleep 600" + std::string(to) + " & echo $! >pid"}));
        CHECK(end.ok());
        CHECK(end.left_others);
        const int pid = std::stoi(ground.folder.read("pid"));
        const std::string stat = base::read_file_if_exists("/proc/" + std::to_string(pid) + "/stat").value_or("");
        CHECK((::kill(pid, 0) != 0 || stat.find(") Z ") != std::string::npos));
    }
    const TaskEnd deaf = ground.run(ground.task(2, {"(trap '' TERM; sleep 600) & true"}));
    CHECK(deaf.ok());
    CHECK(deaf.left_others);
}

TEST_CASE("a service in a session of its own does not hold us up") {
    Ground ground;
    const TaskEnd end = ground.run(ground.task(1, {"setsid sh -c 'echo $$ >pid; exec sleep 600' & while ! [ -s pid ]; do sleep 0.01; done"}));
    CHECK(end.ok());
    CHECK(!end.left_others);
    ::kill(std::stoi(ground.folder.read("pid")), SIGKILL);
}

TEST_CASE("time runs out: the group is asked, then killed") {
    Ground ground;
    Task task = ground.task(1, {"sleep 600"});
    task.timeout = 50ms;
    const TaskEnd end = ground.run(task);
    CHECK(end.timed_out);
    CHECK(!end.ok());
    CHECK(end.signal == SIGTERM);
}

TEST_CASE("who is asked may end tidily; who does not listen is killed with all it started") {
    Ground ground;
    ground.executor->submit(
        ground.task(1, {"trap 'echo tidy; exit 0' TERM; echo ready; while :; do sleep 0.01; done"}));
    ground.until_printed(1, "ready");
    ground.executor->cancel(1, pipeline::Cancel::ask);
    TaskEnd end = ground.one();
    CHECK(end.cancelled);
    CHECK(!end.ok());
    CHECK(end.exit_code == 0);
    CHECK(ground.folder.read("log1").ends_with("tidy\n"));  // a shell may tell in between that its child was terminated

    ground.executor->submit(
        ground.task(2, {"trap '' TERM; (sleep 600; echo inner) & echo ready; while :; do sleep 0.01; done"}));
    ground.until_printed(2, "ready");
    ground.executor->cancel(2, pipeline::Cancel::ask);
    end = ground.one();
    CHECK(end.signal == SIGKILL);
}

TEST_CASE("cancel asks or forces; others go on") {
    Ground ground;
    ground.executor->submit(ground.task(1, {"sleep 600"}));
    ground.executor->submit(ground.task(2, {"trap '' TERM; echo ready; while :; do sleep 0.01; done"}));
    ground.executor->submit(ground.task(3, {"echo third"}));
    CHECK(ground.one().id == 3);
    ground.executor->cancel(1, pipeline::Cancel::ask);
    const TaskEnd first = ground.one();
    CHECK(first.id == 1);
    CHECK(first.cancelled);
    ground.executor->cancel(2, pipeline::Cancel::force);
    const TaskEnd second = ground.one();
    CHECK(second.id == 2);
    CHECK(second.signal == SIGKILL);
    ground.executor->cancel(99, pipeline::Cancel::force);
}

TEST_CASE("wait comes back for others' descriptors and at its limit") {
    Ground ground;
    const pipeline::Wakeup wakeup;
    const std::vector<int> wake{wakeup.fd()};
    ground.executor->submit(ground.task(1, {"sleep 600"}));
    CHECK(ground.executor->wait(wake, 1ms).empty());
    std::thread other([&] { wakeup.raise(); });
    CHECK(ground.executor->wait(wake, std::nullopt).empty());
    other.join();
    wakeup.clear();
    CHECK(pipeline::being_written(ground.folder / "log1"));
    ground.executor->cancel(1, pipeline::Cancel::force);
    CHECK(ground.one().cancelled);
    CHECK(!pipeline::being_written(ground.folder / "log1"));
}

TEST_CASE("a log of many megabytes is kept whole") {
    Ground ground;
    const TaskEnd end = ground.run(ground.task(1, {"head -c 5000000 /dev/zero"}));
    CHECK(end.ok());
    CHECK(base::signature_of(ground.folder / "log1")->size == 5000000);
    CHECK(ground.printed[1].size() == 5000000);
}

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/data/dvc/project_lock.hpp"
#include "project.hpp"

using namespace mlp;
using namespace std::chrono_literals;
using data::dvc::lock_project;
using data::dvc::RwLock;
using test::DvcProject;
using test::DvcSession;

namespace {

constexpr const char* table = ".dvc/tmp/rwlock";

/// The pid of a process that is gone.
int dead_pid() {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    ::waitpid(child, nullptr, 0);
    return child;
}

std::string holds(const DvcProject& project, const char* mode, const std::string& path, int pid) {
    const std::string info = R"({"pid": )" + std::to_string(pid) + R"(, "cmd": "dvc repro"})";
    const std::string full = (std::filesystem::canonical(project.root) / path).string();
    return std::string("{\"") + mode + "\": {\"" + full + "\": " + (mode[0] == 'r' ? "[" + info + "]" : info) + "}}";
}

}  // namespace

TEST_CASE("the project's lock is held by one") {
    for (const char* settings : {"", "[core]\nhardlink_lock = true\n"}) {
        CAPTURE(settings);
        const DvcProject project(settings);
        const auto config = data::dvc::read_config(project.root, DvcSession::settings());
        {
            const auto lock = lock_project(project.root, config);
            try {
                lock_project(project.root, config, 0ms);
                FAIL("expected an error");
            } catch (const Error& error) {
                CHECK(error.kind() == Kind::conflict);
                CHECK(error.place().ends_with(".dvc/tmp/lock"));
            }
        }
        const auto again = lock_project(project.root, config, 0ms);
    }
}

TEST_CASE("a link whose time ran out is no lock any more") {
    const DvcProject project("[core]\nhardlink_lock = true\n");
    project.write(".dvc/tmp/lock", "gone");
    project.age(".dvc/tmp/lock");
    const auto lock = lock_project(project.root, data::dvc::read_config(project.root, DvcSession::settings()), 1000ms);
    CHECK(project.read(".dvc/tmp/lock").ends_with(".lock"));
}

TEST_CASE("paths in use are entered and leave again, by count") {
    const DvcProject project;
    const auto config = data::dvc::read_config(project.root, DvcSession::settings());
    RwLock lock(project.root, config, "mlp run");
    const std::string in = (std::filesystem::canonical(project.root) / "in").string();
    {
        const auto first = lock.acquire({"in"}, {"out"});
        {
            const auto second = lock.acquire({"in"}, {"out2"});
            const auto now = base::parse_json(project.read(table), table);
            CHECK(now["read"][in].size() == 1);
            CHECK(now["read"][in][0]["pid"] == ::getpid());
            CHECK(now["write"].size() == 2);
        }
        const auto now = base::parse_json(project.read(table), table);
        CHECK(now["read"].contains(in));
        CHECK(now["write"].size() == 1);
    }
    CHECK(project.read(table) == R"({"read": {}, "write": {}})");
}

TEST_CASE("what another process writes is not touched, what it reads is not written") {
    const DvcProject project;
    const auto config = data::dvc::read_config(project.root, DvcSession::settings());
    RwLock lock(project.root, config, "mlp run");
    const int other = ::getppid();
    project.write(table, holds(project, "write", "data/x", other));
    CHECK_THROWS_AS(lock.acquire({"data"}, {}), Error);
    CHECK_THROWS_AS(lock.acquire({}, {"data/x/below"}), Error);
    CHECK_NOTHROW(lock.acquire({"data/xy"}, {}));
    project.write(table, holds(project, "read", "data", other));
    CHECK_NOTHROW(lock.acquire({"data"}, {}));
    CHECK_THROWS_AS(lock.acquire({}, {"data/y"}), Error);
}

TEST_CASE("entries of the dead do not hinder") {
    const DvcProject project;
    const auto config = data::dvc::read_config(project.root, DvcSession::settings());
    RwLock lock(project.root, config, "mlp run");
    project.write(table, holds(project, "write", "out", dead_pid()));
    {
        const auto hold = lock.acquire({"in"}, {"out"});
        CHECK(project.read(table).find(std::to_string(::getpid())) != std::string::npos);
    }
    CHECK(project.read(table) == R"({"read": {}, "write": {}})");
}

TEST_CASE("a damaged table is named") {
    const DvcProject project;
    const auto config = data::dvc::read_config(project.root, DvcSession::settings());
    RwLock lock(project.root, config, "mlp run");
    for (const char* text :
         {"{", "[]", R"({"read": []})", R"({"write": {"/x": {"pid": "1"}}})", R"({"read": {"/x": 5}})"}) {
        project.write(table, text);
        CHECK_THROWS_AS(lock.acquire({"in"}, {}), Error);
    }
}

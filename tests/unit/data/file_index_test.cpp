#include <doctest/doctest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include <thread>

#include "core/base/error.hpp"
#include "core/data/file_index.hpp"
#include "project.hpp"

using namespace mlp;
using base::Signature;
using data::FileIndex;
using test::Project;

namespace {

/// A signature as old files have it: nothing about it is fresh.
Signature old_signature(std::uint64_t salt) {
    return {.size = salt,
            .mtime_ns = 1'700'000'000'123'456'789,
            .ctime_ns = 1'700'000'001'000'000'001,
            .inode = 0xffff'ffff'ffff'0000ULL + salt,
            .mode = 0100644};
}

Signature now_signature() {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    const std::int64_t at = std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
    // Never by chance a whole second, which would say something else.
    return {.size = 1, .mtime_ns = at | 1, .ctime_ns = at | 1, .inode = 1, .mode = 0100644};
}

/// Does the index answer with the digest that was remembered for `name`?
bool knows(FileIndex& index, const std::string& name, std::uint64_t salt = 7) {
    const auto found = index.find(name, old_signature(salt));
    if (found) {
        CHECK(*found == base::sha256(name));
    }
    return found.has_value();
}

void remember(FileIndex& index, const std::string& name, std::uint64_t salt = 7) {
    index.remember(name, old_signature(salt), base::sha256(name));
}

void write_index(const Project& project, int files = 3) {
    FileIndex index(project.database);
    for (int at = 0; at < files; ++at) {
        remember(index, "f" + std::to_string(at));
    }
    index.put_value("snapshot", std::string("bytes\0and more", 14));
}

void run_sql(const Project& project, const char* sql) {
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(project.database.c_str(), &db) == SQLITE_OK);
    char* message = nullptr;
    const int code = sqlite3_exec(db, sql, nullptr, nullptr, &message);
    CAPTURE(message);
    CHECK(code == SQLITE_OK);
    sqlite3_close(db);
}

}  // namespace

TEST_CASE("what was remembered is found again, in this process and the next") {
    const Project project;
    {
        FileIndex index(project.database);
        CHECK(!knows(index, "a"));
        remember(index, "a");
        remember(index, "na\xffme\n");
        CHECK(knows(index, "a"));
        CHECK(!knows(index, "a", 8));  // another size and inode
        CHECK(!test::fs::exists(project.database));
    }
    FileIndex index(project.database);
    CHECK(knows(index, "a"));
    CHECK(knows(index, "na\xffme\n"));
    CHECK(!knows(index, "b"));
    index.forget("a");
    CHECK(!knows(index, "a"));
    index.flush();
    FileIndex next(project.database);
    CHECK(!knows(next, "a"));
    CHECK(knows(next, "na\xffme\n"));
}

TEST_CASE("every part of a signature counts") {
    const Project project;
    FileIndex index(project.database);
    const Signature signature = old_signature(7);
    index.remember("a", signature, base::sha256("a"));
    for (const auto& change : std::vector<std::function<void(Signature&)>>{
             [](Signature& s) { s.size += 1; }, [](Signature& s) { s.mtime_ns += 1; },
             [](Signature& s) { s.ctime_ns += 1; }, [](Signature& s) { s.inode += 1; },
             [](Signature& s) { s.mode = 0100755; }}) {
        Signature other = signature;
        change(other);
        CHECK(!index.find("a", other));
    }
    CHECK(index.find("a", signature));
}

TEST_CASE("fresh signatures are not believed") {
    const Project project;
    FileIndex index(project.database);
    auto signature = now_signature();
    CHECK(data::time_to_settle(signature) != std::chrono::nanoseconds(0));
    index.remember("fresh", signature, base::sha256("fresh"));
    CHECK(!index.find("fresh", signature));
    // Its age is that of the younger of both times.
    signature.mtime_ns -= 1'000'000'000;
    CHECK(data::time_to_settle(signature) != std::chrono::nanoseconds(0));
    // The same signature, a tick later.
    test::next_tick();
    CHECK(data::time_to_settle(signature) == std::chrono::nanoseconds(0));
    index.remember("fresh", signature, base::sha256("fresh"));
    CHECK(index.find("fresh", signature));
    // A time in the future, or a whole second just gone (a coarse file system), cannot be waited for.
    auto future = now_signature();
    future.mtime_ns += 3'600'000'000'000;
    CHECK(!data::time_to_settle(future));
    auto coarse = now_signature();
    coarse.mtime_ns -= coarse.mtime_ns % 1'000'000'000;
    coarse.ctime_ns = coarse.mtime_ns;
    CHECK(!data::time_to_settle(coarse));
    index.remember_written("coarse", coarse, base::sha256("coarse"));
    CHECK(!index.find("coarse", coarse));
}

TEST_CASE("named values: any bytes, megabytes, replaced, kept") {
    const Project project;
    const std::string large(5'000'000, '\xfe');
    {
        FileIndex index(project.database);
        CHECK(!index.find_value("snapshot"));
        index.put_value("snapshot", "first");
        index.put_value("snapshot", std::string("a\0b", 3));
        CHECK(index.find_value("snapshot") == std::string("a\0b", 3));
        index.put_value("large", large);
        index.put_value("empty", "");
    }
    FileIndex index(project.database);
    CHECK(index.find_value("snapshot") == std::string("a\0b", 3));
    CHECK(index.find_value("large") == large);
    CHECK(index.find_value("empty") == "");
    CHECK(!index.find_value("absent"));
}

TEST_CASE("more rows than are read in one go") {
    const Project project;
    write_index(project, 25'000);
    FileIndex index(project.database);
    for (int at = 0; at < 25'000; ++at) {
        REQUIRE(knows(index, "f" + std::to_string(at)));
    }
    CHECK(!knows(index, "g"));
}

TEST_CASE("deleted, truncated, overwritten, foreign, newer: dropped and built anew") {
    const Project project;
    const auto rewrite = [&](const std::string& bytes) {
        std::ofstream(project.database, std::ios::binary | std::ios::trunc) << bytes;
    };
    const std::vector<std::pair<std::string, std::function<void()>>> accidents{
        {"deleted", [&] { test::fs::remove(project.database); }},
        {"empty", [&] { rewrite(""); }},
        {"text", [&] { rewrite("this is no database, whatever its name says"); }},
        {"half", [&] { test::fs::resize_file(project.database, test::fs::file_size(project.database) / 2); }},
        {"torn header", [&] { rewrite(base::read_file(project.database).replace(16, 40, std::string(40, '\x7f'))); }},
        {"zeroed pages",
         [&] {
             auto bytes = base::read_file(project.database);
             rewrite(bytes.replace(4096, bytes.size() - 4096, std::string(bytes.size() - 4096, '\0')));
         }},
        {"newer", [&] { run_sql(project, "PRAGMA user_version = 99"); }},
        {"foreign", [&] { run_sql(project, "PRAGMA application_id = 4711"); }},
        {"no table", [&] { run_sql(project, "DROP TABLE named; DROP TABLE file"); }},
        {"other columns", [&] { run_sql(project, "DROP TABLE file; CREATE TABLE file (path TEXT)"); }},
        {"garbage beside", [&] { std::ofstream(project.database.string() + "-journal") << "garbage"; }},
    };
    for (const auto& [name, accident] : accidents) {
        CAPTURE(name);
        write_index(project);
        accident();
        {
            FileIndex index(project.database);
            index.find("f0", old_signature(7));  // may or may not be known, but must not throw
            index.find_value("snapshot");
            remember(index, "new");
        }
        {
            FileIndex index(project.database);
            remember(index, "newer");
        }
        FileIndex index(project.database);
        CHECK(knows(index, "newer"));
        CHECK(knows(index, "new"));
    }
}

TEST_CASE("a row that was torn is not believed") {
    const Project project;
    write_index(project);
    run_sql(project,
            "UPDATE file SET digest = zeroblob(32) WHERE path = 'f0';"
            "UPDATE file SET path = 'moved' WHERE path = 'f1';"
            "UPDATE named SET bytes = zeroblob(14)");
    FileIndex index(project.database);
    CHECK(!index.find("f0", old_signature(7)));
    CHECK(!index.find("moved", old_signature(7)));
    CHECK(!index.find_value("snapshot"));
    CHECK(knows(index, "f2"));
}

TEST_CASE("where nothing can be written it works in memory") {
    const Project project;
    for (const char* path : {"/proc/none/index.db", "/dev/null/index.db", "no-such-folder/index.db"}) {
        FileIndex index(project.root / path);
        remember(index, "a");
        index.put_value("v", "x");
        index.flush();
        CHECK(knows(index, "a"));
        CHECK(index.find_value("v") == "x");
    }
    test::fs::create_directories(project.database);  // a folder of that name
    FileIndex index(project.database);
    remember(index, "a");
    index.flush();
    CHECK(knows(index, "a"));
    CHECK(test::fs::is_directory(project.database));
}

TEST_CASE("another process that writes or holds it: no wait beyond patience, no loss of what is there") {
    const Project project;
    write_index(project);
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open(project.database.c_str(), &other) == SQLITE_OK);
    REQUIRE(sqlite3_exec(other, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr) == SQLITE_OK);
    {
        FileIndex index(project.database);
        CHECK(!knows(index, "f0"));
        remember(index, "mine");
        CHECK(knows(index, "mine"));
        index.flush();
        CHECK(knows(index, "mine"));
    }
    sqlite3_exec(other, "COMMIT", nullptr, nullptr, nullptr);
    sqlite3_close(other);
    FileIndex index(project.database);
    CHECK(knows(index, "f0"));
}

TEST_CASE("many threads, and many indexes on one file") {
    const Project project;
    {
        FileIndex index(project.database);
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 8; ++thread) {
            threads.emplace_back([&, thread] {
                FileIndex own(project.database);
                for (int at = 0; at < 100; ++at) {
                    const std::string name = "t" + std::to_string(thread) + "-" + std::to_string(at);
                    index.remember(name, old_signature(7), base::sha256(name));
                    index.find("t0-" + std::to_string(at), old_signature(7));
                    own.remember("own-" + name, old_signature(7), base::sha256("own-" + name));
                }
            });
        }
    }
    FileIndex index(project.database);
    for (int thread = 0; thread < 8; ++thread) {
        CHECK(knows(index, "t" + std::to_string(thread) + "-99"));
    }
}

TEST_CASE("a kill at any instant of writing leaves an index that reads") {
    const Project project;
    write_index(project, 500);
    for (int round = 0; round < 30; ++round) {
        const pid_t child = ::fork();
        if (child == 0) {
            for (int at = 0;; ++at) {
                FileIndex index(project.database);
                for (int file = 0; file < 300; ++file) {
                    const std::string name = "f" + std::to_string(file + at % 7 * 100);
                    index.remember(name, old_signature(7), base::sha256(name));
                }
                index.put_value("snapshot", std::string(50'000, static_cast<char>('a' + at % 20)));
            }
        }
        ::usleep(static_cast<useconds_t>(500 + round * 700));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        FileIndex index(project.database);
        for (int file = 0; file < 500; ++file) {
            REQUIRE(knows(index, "f" + std::to_string(file)));  // what was there before is never lost
        }
        const auto value = index.find_value("snapshot");
        REQUIRE(value);
        CHECK((value->size() == 14 || *value == std::string(50'000, value->front())));
    }
}

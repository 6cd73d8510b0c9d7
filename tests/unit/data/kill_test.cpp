// kill -9 while a child stores and restores, at every call that changes a file and at random instants: the store
// verifies, and old or new holds.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include <atomic>

#include "core/base/error.hpp"
#include "core/data/file_index.hpp"
#include "project.hpp"
#include "tests/support/kill_at_call.hpp"

using namespace mlp;
using data::Content;
using test::Project;
using test::Session;

namespace {

/// Runs `work` over and over in a child and kills it `instant` microseconds after it has done it `done` times.
template <class Work>
void kill_after(int done, unsigned instant, const Work& work) {
    auto* const turns = static_cast<std::atomic<int>*>(
        ::mmap(nullptr, sizeof(std::atomic<int>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    REQUIRE(turns != MAP_FAILED);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        while (true) {
            work(turns->load());
            ++*turns;
        }
    }
    while (turns->load() < done) {
        ::usleep(100);
    }
    ::usleep(instant);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ::munmap(turns, sizeof(std::atomic<int>));
    REQUIRE(WIFSIGNALED(status));
}

/// What stands at `out`, by its bytes alone and not by what an index believes.
std::optional<Content> content_by_bytes(const Project& project, Session& session) {
    data::FileIndex nothing("/dev/null/none");
    data::Workspace workspace(project.root, nothing, session.objects);
    return workspace.content_of("out");
}

void check_store(const Session& session) {
    session.objects.for_each(
        [&](const base::Digest& digest, std::uint64_t) { REQUIRE(session.objects.verify(digest)); });
}

}  // namespace

TEST_CASE("a kill while objects are written: every object that has a name is whole") {
    const Project project;
    for (int at = 0; at < 40; ++at) {
        project.write("in/" + std::to_string(at),
                      std::string(static_cast<std::size_t>(at) * 3000, static_cast<char>('a' + at % 26)));
    }
    for (unsigned round = 0; round < 25; ++round) {
        const auto log = project.root / "acknowledged";
        kill_after(static_cast<int>(round % 3), round * 700, [&](int turn) {
            Session session(project);
            std::ofstream(project.root / "in/new") << round << " " << turn;
            // The client's own log of what it saw committed, as a person would keep it.
            const Content content = session.store("in");
            std::ofstream(log, std::ios::app) << content.digest.to_string() << "\n";
        });
        const Session session(project);
        check_store(session);
        std::ifstream acknowledged(log);
        for (std::string line; std::getline(acknowledged, line);) {
            if (const auto digest = base::Digest::parse(line)) {
                REQUIRE(session.objects.has(*digest));
                for (const auto& entry : data::parse_tree(session.objects.read(*digest))) {
                    REQUIRE(session.objects.size_of(entry.content.digest) == entry.content.size);
                }
            }
        }
    }
}

TEST_CASE("a kill while a folder is restored: it is the old one or the new one") {
    const Project project;
    Session session(project);
    std::vector<Content> versions;
    for (int version = 0; version < 2; ++version) {
        test::fs::remove_all(project.root / "out");
        for (int at = 0; at < 30; ++at) {
            // Some files alike in both, some different, some in one alone.
            const int what = at % 3 == 0 ? 0 : version;
            project.write(
                "out/s" + std::to_string(at % 4) + "/" + std::to_string(at + (at % 5 == 0 ? version * 100 : 0)),
                std::string(2000, static_cast<char>('a' + what)) + std::to_string(at));
        }
        versions.push_back(session.store("out"));
    }
    bool seen[2] = {false, false};
    for (unsigned round = 0; round < 40; ++round) {
        kill_after(1 + static_cast<int>(round % 2), round * 300, [&](int turn) {
            Session child(project);
            child.workspace.restore("out", versions[static_cast<std::size_t>(turn % 2)]);
        });
        Session after(project);
        const auto content = after.workspace.content_of("out");
        REQUIRE(content);
        const bool is_first = *content == versions[0];
        REQUIRE((is_first || *content == versions[1]));
        seen[is_first ? 0 : 1] = true;
        REQUIRE(content_by_bytes(project, after) == content);
    }
    CHECK(seen[0]);
    CHECK(seen[1]);
    check_store(session);
}

TEST_CASE("a kill before each call of a restore: old or new, for files, folders and one for the other") {
    const Project project;
    Session session(project);
    std::vector<Content> versions;
    const auto add = [&] { versions.push_back(session.store("out")); };
    for (const char* letter : {"a", "b"}) {
        test::fs::remove_all(project.root / "out");
        project.write("out", std::string("file ") + letter);
        add();
        test::fs::remove_all(project.root / "out");
        project.write("out/same", "same");
        project.write("out/changes", letter);
        project.write(std::string("out/only-") + letter, "x");
        add();
    }
    // file a → folder a → file b → folder b → folder a → file a: each kind of step.
    const std::size_t steps[] = {0, 1, 2, 3, 1, 0, 2};
    for (std::size_t step = 1; step < std::size(steps); ++step) {
        const Content& from = versions[steps[step - 1]];
        const Content& to = versions[steps[step]];
        CAPTURE(step);
        bool killed = true;
        for (int call = 1; killed; ++call) {
            CAPTURE(call);
            session.workspace.restore("out", from);
            killed = test::kill_at_call(call, [&] {
                Session child(project);
                child.workspace.restore("out", to);
            });
            const auto found = content_by_bytes(project, session);
            REQUIRE(found);
            REQUIRE((*found == to || (killed && *found == from)));
            Session after(project);
            REQUIRE(after.workspace.content_of("out") == found);  // the index has not been told anything else
        }
    }
    check_store(session);
}

TEST_CASE("a kill before each call of a commit: objects with a name are whole, and the next commit goes through") {
    for (const int count : {1, 3, 12}) {  // synced one by one, and all together
        bool killed = true;
        for (int call = 1; killed; ++call) {
            CAPTURE(call);
            const Project project;
            killed = test::kill_at_call(call, [&] {
                data::ObjectStore store(project.objects_folder);
                data::ObjectStore::Batch batch(store);
                for (int at = 0; at < count; ++at) {
                    batch.put_bytes("object " + std::to_string(at));
                }
                batch.commit();
            });
            Session session(project);
            check_store(session);
            data::ObjectStore::Batch batch(session.objects);
            const auto digest = batch.put_bytes("object 0");
            batch.commit();
            REQUIRE(session.objects.verify(digest));
        }
    }
}

TEST_CASE("a kill while a file is restored: old or new bytes") {
    const Project project;
    Session session(project);
    std::vector<Content> versions;
    for (const char letter : {'a', 'b'}) {
        project.write("out", std::string(300'000, letter));
        versions.push_back(session.store("out"));
    }
    for (unsigned round = 0; round < 30; ++round) {
        kill_after(1, round * 200, [&](int turn) {
            Session child(project);
            child.workspace.restore("out", versions[static_cast<std::size_t>(turn % 2)]);
        });
        const std::string bytes = project.read("out");
        REQUIRE((bytes == std::string(300'000, 'a') || bytes == std::string(300'000, 'b')));
    }
}

TEST_CASE("a full disk: an error with a way out, nothing half, and all is well once there is room") {
    const Project project;
    test::fs::create_directories(project.objects_folder);
    if (::mount("none", project.objects_folder.c_str(), "tmpfs", 0, "size=1m") != 0) {
        MESSAGE("not tested: mounting is not allowed here");
        return;
    }
    project.write("large", std::string(4 << 20, 'x'));
    project.write("small", "s");
    {
        Session session(project);
        const Content small = session.store("small");
        try {
            session.store("large");
            FAIL("stored 4 MiB in 1 MiB");
        } catch (const Error& error) {
            CHECK(error.hint_text().find("free some space") != std::string::npos);
        }
        CHECK(session.workspace.stored(small));
        check_store(session);
        CHECK_FALSE(test::fs::exists(project.objects_folder / "tmp"));
        test::fs::resize_file(project.root / "large", 1000);
        CHECK(session.workspace.stored(session.store("large")));
    }
    ::umount(project.objects_folder.c_str());
}

TEST_CASE("a store that cannot be written says so") {
    const Project project;
    Session session(project);
    project.write("a", "1");
    if (test::is_root()) {
        // Root writes through mode bits: a read-only mount stops it.
        test::fs::create_directories(project.objects_folder / "tmp");
        if (::mount("none", project.objects_folder.c_str(), "tmpfs", MS_RDONLY, "") != 0) {
            MESSAGE("not tested: mounting is not allowed here");
            return;
        }
    } else {
        test::fs::create_directories(project.objects_folder);
        test::fs::permissions(project.objects_folder, test::fs::perms(0555));
    }
    try {
        session.store("a");
        FAIL("stored into a read-only folder");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::invalid);
        CHECK(error.message().find("objects") != std::string::npos);
        CHECK(!error.hint_text().empty());
    }
    CHECK(session.workspace.content_of("a"));  // reading goes on
    if (test::is_root()) {
        ::umount(project.objects_folder.c_str());
    }
}

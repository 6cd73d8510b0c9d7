// kill -9 at random instants of storing and restoring, in a child process: the store verifies, and old or new holds.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "core/base/error.hpp"
#include "project.hpp"

using namespace mlp;
using data::Content;
using test::Project;
using test::Session;

namespace {

/// Runs `work` over and over in a child and kills it after `instant` microseconds.
template <class Work>
void kill_after(unsigned instant, const Work& work) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        for (int round = 0;; ++round) {
            work(round);
        }
    }
    ::usleep(instant);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
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
        kill_after(1000 + round * 900, [&](int turn) {
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
        kill_after(500 + round * 400, [&](int turn) {
            Session child(project);
            child.workspace.restore("out", versions[static_cast<std::size_t>(turn % 2)]);
        });
        Session after(project);
        const auto content = after.workspace.content_of("out");
        REQUIRE(content);
        const bool is_first = *content == versions[0];
        REQUIRE((is_first || *content == versions[1]));
        seen[is_first ? 0 : 1] = true;
        // By bytes as well, not only by what the index believes.
        data::FileIndex fresh("/dev/null/none");
        data::Workspace unindexed(project.root, fresh, after.objects);
        REQUIRE(unindexed.content_of("out") == content);
    }
    CHECK(seen[0]);
    CHECK(seen[1]);
    check_store(session);
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
        kill_after(300 + round * 300, [&](int turn) {
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
        CHECK(test::fs::is_empty(project.objects_folder / "tmp"));
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

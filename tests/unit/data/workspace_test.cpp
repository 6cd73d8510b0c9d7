#include "core/data/workspace.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <thread>

#include "core/base/error.hpp"
#include "project.hpp"

using namespace mlp;
using data::Content;
using data::ContentKind;
using test::Project;
using test::Session;

namespace {

Kind kind_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        CHECK(!error.message().empty());
        return error.kind();
    }
    return Kind::bug;
}

}  // namespace

TEST_CASE("files, executables and folders are content; nothing is nothing") {
    const Project project;
    Session session(project);
    project.write("a.txt", "abc");
    project.write("run.sh", "abc");
    project.make_executable("run.sh");
    const auto file = session.workspace.content_of("a.txt");
    REQUIRE(file);
    CHECK(*file == Content{ContentKind::file, base::sha256("abc"), 3, 1});
    CHECK(session.workspace.content_of("run.sh")->kind == ContentKind::executable);
    CHECK(session.workspace.content_of("./a.txt") == file);
    CHECK(!session.workspace.content_of("absent"));
    CHECK(!session.workspace.content_of("no/such/folder/file"));
    CHECK(!session.workspace.content_of("a.txt/below"));
    CHECK(!test::fs::exists(project.objects_folder));
}

TEST_CASE("a folder is its tree; order, times and modes of creation do not matter") {
    const Project one;
    const Project two;
    one.write("d/b", "2");
    one.write("d/a", "1");
    one.write("d/sub/c", "3");
    two.write("d/sub/c", "3");
    two.write("d/a", "1");
    two.write("d/b", "2");
    test::fs::permissions(two.root / "d/b", test::fs::perms(0600));
    two.age("d/a");
    Session first(one);
    Session second(two);
    const auto content = first.workspace.content_of("d");
    REQUIRE(content);
    CHECK(content->kind == ContentKind::tree);
    CHECK(content->files == 3);
    CHECK(content->size == 3);
    CHECK(second.workspace.content_of("d/") == content);
    two.make_executable("d/b");
    CHECK(second.workspace.content_of("d") != content);
}

TEST_CASE("every change in a folder changes its digest") {
    const Project project;
    project.write("d/a", "1");
    project.write("d/s/b", "2");
    std::vector<Content> seen;
    const auto look = [&] {
        Session session(project);
        const auto content = session.workspace.content_of("d");
        REQUIRE(content);
        for (const Content& earlier : seen) {
            CHECK(earlier.digest != content->digest);
        }
        seen.push_back(*content);
    };
    look();
    project.write("d/s/b", "3");
    look();
    project.write("d/new", "");
    look();
    test::fs::create_directory(project.root / "d/empty");
    look();
    test::fs::rename(project.root / "d/new", project.root / "d/newer");
    look();
    test::fs::create_symlink("a", project.root / "d/link");
    look();
    test::fs::remove(project.root / "d/link");
    test::fs::create_symlink("b", project.root / "d/link");
    look();
}

TEST_CASE(".mlp and .git are never entered, wherever they stand") {
    const Project project;
    project.write("d/a", "1");
    Session session(project);
    const auto before = session.workspace.content_of("d");
    project.write("d/.git/HEAD", "x");
    project.write("d/.mlp/store.db", "x");
    CHECK(session.workspace.content_of("d") == before);
    project.write("d/.gitignore", "x");
    CHECK(session.workspace.content_of("d") != before);
}

TEST_CASE("links: content in a folder, followed when named themselves") {
    const Project project;
    project.write("real/a", "1");
    Session session(project);
    test::fs::create_directory_symlink("real", project.root / "alias");
    CHECK(session.workspace.content_of("alias") == session.workspace.content_of("real"));
    CHECK(session.workspace.content_of("alias/a") == session.workspace.content_of("real/a"));
    const auto plain = session.workspace.content_of("real");
    // Out of the project: kept as a link, its target not looked at.
    test::fs::create_symlink("/etc/passwd", project.root / "real/out");
    const auto content = session.store("real");
    CHECK(content.files == 2);
    CHECK(content.digest != plain->digest);
    const auto entries = data::parse_tree(session.objects.read(content.digest));
    CHECK(entries[1].content.kind == ContentKind::link);
    CHECK(session.objects.read(entries[1].content.digest) == "/etc/passwd");
    test::fs::create_symlink("nowhere", project.root / "dangling");
    CHECK(!session.workspace.content_of("dangling"));
    test::fs::create_symlink("loop", project.root / "loop");
    CHECK(kind_of([&] { session.workspace.content_of("loop"); }) == Kind::invalid);
    // A link among the files of a folder that points back at it must not be walked into.
    test::fs::create_directory_symlink("..", project.root / "real/up");
    CHECK(session.workspace.content_of("real")->files == 3);
}

TEST_CASE("paths that leave the project are refused") {
    const Project project;
    const Project elsewhere;
    elsewhere.write("secret", "s");
    Session session(project);
    test::fs::create_directory_symlink(elsewhere.root, project.root / "out");
    test::fs::create_directory_symlink(elsewhere.root.string() + "/../..", project.root / "up");
    for (const char* path : {"/etc/passwd", "../x", "a/../../x", "out/secret", "out/absent", "up/x"}) {
        CAPTURE(path);
        CHECK(kind_of([&] { session.workspace.content_of(path); }) == Kind::invalid);
        CHECK(kind_of([&] { session.workspace.restore(path, {}); }) == Kind::invalid);
        CHECK(kind_of([&] { session.workspace.remove(path); }) == Kind::invalid);
    }
    CHECK(elsewhere.read("secret") == "s");
}

TEST_CASE("sockets and pipes are named and refused") {
    const Project project;
    Session session(project);
    test::fs::create_directories(project.root / "d");
    REQUIRE(::mkfifo((project.root / "d/pipe").c_str(), 0600) == 0);
    for (const char* path : {"d", "d/pipe"}) {
        try {
            session.workspace.content_of(path);
            FAIL("hashed a pipe");
        } catch (const Error& error) {
            CHECK(error.kind() == Kind::invalid);
            CHECK(error.message().find("d/pipe") != std::string::npos);
        }
    }
}

TEST_CASE("folders deeper than any real one are refused, not followed to the end of the stack") {
    const Project project;
    Session session(project);
    std::string path = "d";
    for (int level = 0; level < 230; ++level) {
        path += "/d";
    }
    test::fs::create_directories(project.root / path);
    CHECK(kind_of([&] { session.workspace.content_of("d"); }) == Kind::invalid);
}

TEST_CASE("with nothing changed no content is read, in the next process neither") {
    const Project project;
    project.write("d/a", "one");
    project.write("d/b", "two");
    test::next_tick();
    Content before;
    {
        Session session(project);
        before = session.store("d");
    }
    // Without the right to read, only the index can answer (root may read all: there the digest below is enough).
    test::fs::permissions(project.root / "d/a", test::fs::perms(0000));
    test::fs::permissions(project.root / "d/a", test::fs::perms(0644));
    test::next_tick();
    {
        Session session(project);
        CHECK(session.store("d") == before);  // ctime moved: hashed again
    }
    Session session(project);
    const auto signature = base::signature_of(project.root / "d/a");
    CHECK(session.index.find("d/a", *signature) == base::sha256("one"));
    // Planted: proof that the answer comes from the index and not from the file.
    session.index.remember("d/a", *signature, base::sha256("planted"));
    CHECK(session.workspace.content_of("d/a")->digest == base::sha256("planted"));
}

TEST_CASE("store puts a folder wholly; stored tells what is missing") {
    const Project project;
    project.write("d/a", "one");
    project.write("d/s/t/b", "two");
    test::fs::create_symlink("a", project.root / "d/l");
    Session session(project);
    const auto seen = session.workspace.content_of("d");
    CHECK(!session.workspace.stored(*seen));
    const Content content = session.store("d");
    CHECK(content == *seen);
    CHECK(session.workspace.stored(content));
    std::size_t count = 0;
    session.objects.for_each([&](const base::Digest& digest, std::uint64_t) {
        CHECK(session.objects.verify(digest));
        ++count;
    });
    CHECK(count == 6);  // two files, a link, three folders
    test::fs::remove(session.objects.path_of(base::sha256("two")));
    CHECK(!session.workspace.stored(content));
    CHECK(session.store("d") == content);  // known by the index, but put again
    CHECK(session.workspace.stored(content));
    CHECK(kind_of([&] { session.store("absent"); }) == Kind::missing);
}

TEST_CASE("same size, same second: a changed file is never taken for the old one") {
    const Project project;
    Session session(project);
    for (int round = 0; round < 300; ++round) {
        const std::string bytes = "round " + std::to_string(1000 + round);
        // Rewritten in place: same name, size, inode, mode.
        project.write("f", bytes);
        REQUIRE(session.workspace.content_of("f")->digest == base::sha256(bytes));
    }
    // And with the modification time set back by hand, as `cp -p` or `tar` do: ctime tells.
    for (int round = 0; round < 300; ++round) {
        const std::string bytes = "again " + std::to_string(1000 + round);
        project.write("f", bytes);
        const timespec times[2] = {{1'000'000'000, 5}, {1'000'000'000, 5}};
        ::utimensat(AT_FDCWD, (project.root / "f").c_str(), times, 0);
        REQUIRE(session.workspace.content_of("f")->digest == base::sha256(bytes));
    }
}

TEST_CASE("fresh small files are settled at the end, fresh large ones at once") {
    const Project project;
    {
        Session session(project);
        project.write("large", std::string(2 << 20, 'l'));
        project.write("small", "s");
        session.workspace.content_of("small");
        session.workspace.content_of("large");
        CHECK(session.index.find("large", *base::signature_of(project.root / "large")));
        test::next_tick();
    }
    Session next(project);
    CHECK(next.index.find("small", *base::signature_of(project.root / "small")) == base::sha256("s"));
}

TEST_CASE("several threads store at once") {
    const Project project;
    for (int at = 0; at < 400; ++at) {
        project.write("d" + std::to_string(at % 4) + "/" + std::to_string(at),
                      std::string(5000, 'a') + std::to_string(at));
    }
    Session session(project);
    {
        std::vector<std::jthread> threads;
        for (int at = 0; at < 4; ++at) {
            threads.emplace_back([&session, at] {
                const Content content = session.store("d" + std::to_string(at));
                if (content.files != 100) {
                    std::terminate();
                }
            });
        }
    }
    for (int at = 0; at < 4; ++at) {
        CHECK(session.workspace.stored(*session.workspace.content_of("d" + std::to_string(at))));
    }
}

TEST_CASE("names that are not UTF-8, and content of every size") {
    const Project project;
    project.write("d/\xff\xfe name\n", "x");
    project.write("d/empty", "");
    project.write("d/block", std::string(1 << 20, '\0'));
    Session session(project);
    const Content content = session.store("d");
    CHECK(content.size == 1 + (1 << 20));
    test::fs::remove_all(project.root / "d");
    session.workspace.restore("d", content);
    CHECK(project.read("d/\xff\xfe name\n") == "x");
    CHECK(session.workspace.content_of("d") == content);
}

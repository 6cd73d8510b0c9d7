#include <doctest/doctest.h>
#include <sys/mount.h>

#include "core/base/error.hpp"
#include "project.hpp"

using namespace mlp;
using data::Content;
using data::ContentKind;
using test::Project;
using test::Session;

namespace {

Kind failure_of(Session& session, const std::string& path, const Content& content) {
    try {
        session.workspace.restore(path, content);
    } catch (const Error& error) {
        CHECK(!error.hint_text().empty());
        return error.kind();
    }
    return Kind::bug;
}

std::size_t entries_in(const test::fs::path& folder) {
    return static_cast<std::size_t>(std::distance(test::fs::directory_iterator(folder), {}));
}

}  // namespace

TEST_CASE("a file comes back: bytes, executable bit, time of now, no leftovers") {
    const Project project;
    Session session(project);
    project.write("out/model.bin", "first");
    const Content first = session.store("out/model.bin");
    project.write("out/model.bin", "second");
    project.make_executable("out/model.bin");
    const Content second = session.store("out/model.bin");
    const auto before = ::time(nullptr);
    session.workspace.restore("out/model.bin", first);
    CHECK(project.read("out/model.bin") == "first");
    const auto signature = base::signature_of(project.root / "out/model.bin");
    CHECK((signature->mode & 07777U) == 0644U);
    CHECK(signature->mtime_ns / 1'000'000'000 >= before - 1);
    session.workspace.restore("out/model.bin", second);
    CHECK((base::signature_of(project.root / "out/model.bin")->mode & 07777U) == 0755U);
    test::fs::remove_all(project.root / "out");
    session.workspace.restore("out/model.bin", first);  // the folder is made, too
    CHECK(project.read("out/model.bin") == "first");
    CHECK(entries_in(project.root / ".mlp/tmp") == 0);
    CHECK(entries_in(project.root / "out") == 1);
    // Two inodes: a write to the workspace never reaches the store.
    project.write("out/model.bin", "scrib");
    CHECK(session.objects.verify(first.digest));
}

TEST_CASE("a folder becomes exactly what was asked for; what is right stays untouched") {
    const Project project;
    Session session(project);
    project.write("d/same", "same");
    project.write("d/sub/same", "same too");
    project.write("d/changes", "one");
    project.write("d/gone", "gone later");
    project.write("d/run", "#!");
    project.make_executable("d/run");
    test::fs::create_symlink("same", project.root / "d/link");
    test::fs::create_directory(project.root / "d/empty");
    const Content first = session.store("d");
    test::next_tick();
    session.store("d");  // known by the index now
    const auto same = base::signature_of(project.root / "d/sub/same");

    project.write("d/changes", "two");
    project.write("d/extra/deep/file", "extra");
    test::fs::remove(project.root / "d/gone");
    test::fs::remove(project.root / "d/link");
    test::fs::remove(project.root / "d/empty");
    test::fs::create_directory(project.root / "d/gone");  // a folder where a file was
    test::fs::permissions(project.root / "d/run", test::fs::perms(0644));
    session.workspace.restore("d", first);
    CHECK(session.workspace.content_of("d") == first);
    CHECK(project.read("d/changes") == "one");
    CHECK(project.read("d/gone") == "gone later");
    CHECK(test::fs::read_symlink(project.root / "d/link") == "same");
    CHECK(!test::fs::exists(project.root / "d/extra"));
    CHECK(test::fs::is_directory(project.root / "d/empty"));
    const auto after = base::signature_of(project.root / "d/sub/same");
    CHECK(after->inode == same->inode);
    CHECK(after->mtime_ns == same->mtime_ns);
    CHECK(test::fs::hard_link_count(project.root / "d/sub/same") == 1);
    CHECK(entries_in(project.root / ".mlp/tmp") == 0);
}

TEST_CASE("what is right is not touched at all, and needs no object") {
    const Project project;
    Session session(project);
    project.write("d/a", "a");
    const Content content = session.store("d");
    const auto before = base::signature_of(project.root / "d/a");
    test::fs::remove_all(project.objects_folder);
    session.workspace.restore("d", content);
    CHECK(base::signature_of(project.root / "d/a") == before);
}

TEST_CASE("after a restore the next process hashes nothing, and still sees every change") {
    const Project project;
    Content content;
    {
        Session session(project);
        project.write("d/a", "aaaa");
        project.write("d/b", "bbbb");
        content = session.store("d");
        test::fs::remove_all(project.root / "d");
        session.workspace.restore("d", content);
    }
    Session session(project);
    for (const char* name : {"d/a", "d/b"}) {
        const auto signature = base::signature_of(project.root / name);
        CHECK(session.index.find(name, *signature));
        // More than a clock tick into the past: on any kernel a later write shows.
        CHECK(signature->mtime_ns + 10'000'000 < signature->ctime_ns);
    }
    // Written in the same instant, same size: never taken for what was restored.
    for (int round = 0; round < 100; ++round) {
        test::fs::remove_all(project.root / "d");
        session.workspace.restore("d", content);
        const std::string bytes = std::to_string(1000 + round);
        {
            std::fstream file(project.root / "d/a", std::ios::in | std::ios::out | std::ios::binary);
            file << bytes;
        }
        REQUIRE(session.workspace.content_of("d/a")->digest == base::sha256(bytes));
    }
}

TEST_CASE("files and folders replace each other") {
    const Project project;
    Session session(project);
    project.write("x", "file");
    const Content file = session.store("x");
    project.write("y/a", "1");
    const Content folder = session.store("y");
    session.workspace.restore("x", folder);
    CHECK(project.read("x/a") == "1");
    session.workspace.restore("x", file);
    CHECK(project.read("x") == "file");
    CHECK(entries_in(project.root / ".mlp/tmp") == 0);
}

TEST_CASE("a link at the path is replaced, never written through") {
    const Project project;
    const Project elsewhere;
    elsewhere.write("file", "mine");
    elsewhere.write("folder/a", "mine");
    Session session(project);
    project.write("f", "content");
    project.write("d/a", "content");
    const Content file = session.store("f");
    const Content folder = session.store("d");
    for (const auto& [name, content] : {std::pair{"f", file}, {"d", folder}}) {
        test::fs::remove_all(project.root / name);
        test::fs::create_symlink(elsewhere.root / (content.kind == ContentKind::tree ? "folder" : "file"),
                                 project.root / name);
        session.workspace.restore(name, content);
        CHECK(!test::fs::is_symlink(project.root / name));
        CHECK(session.workspace.content_of(name) == content);
    }
    CHECK(elsewhere.read("file") == "mine");
    CHECK(elsewhere.read("folder/a") == "mine");
    // A link to something that is already right is right.
    project.write("real", "content");
    test::fs::remove(project.root / "f");
    test::fs::create_symlink("real", project.root / "f");
    session.workspace.restore("f", file);
    CHECK(test::fs::is_symlink(project.root / "f"));
}

TEST_CASE("a missing or damaged object changes nothing") {
    const Project project;
    Session session(project);
    project.write("d/a", "aaa");
    project.write("d/s/b", "bbb");
    const Content content = session.store("d");
    project.write("d/a", "now");
    const Content present = *session.workspace.content_of("d");
    const auto object = session.objects.path_of(base::sha256("bbb"));
    test::fs::remove_all(project.root / "d/s");
    test::fs::permissions(object, test::fs::perms(0644));
    std::ofstream(object) << "BBB";  // the right size, so that only copying finds it
    CHECK(failure_of(session, "d", content) == Kind::damaged);
    CHECK(project.read("d/a") == "now");
    test::fs::remove(object);
    CHECK(failure_of(session, "d", content) == Kind::missing);
    CHECK(failure_of(session, "new", content) == Kind::missing);
    CHECK(!test::fs::exists(project.root / "new"));
    CHECK(project.read("d/a") == "now");
    CHECK(session.workspace.content_of("d") != present);  // d/s went, by our own hand alone
    CHECK(failure_of(session, "d", {ContentKind::file, base::sha256("aaa"), 999, 1}) == Kind::missing);
}

TEST_CASE("the project's own folders are no outputs, and a repository inside an output is kept") {
    const Project project;
    Session session(project);
    project.write("d/a", "1");
    const Content content = session.store("d");
    for (const char* path : {".", "", ".mlp", ".mlp/objects", ".git", ".git/hooks"}) {
        CHECK(failure_of(session, path, content) == Kind::invalid);
        CHECK_THROWS_AS(session.workspace.remove(path), Error);
    }
    project.write("d/b", "2");
    project.write("d/s/.git/HEAD", "precious");
    CHECK(failure_of(session, "d", content) == Kind::conflict);
    CHECK(project.read("d/s/.git/HEAD") == "precious");
}

TEST_CASE("a hostile tree cannot leave its folder") {
    const Project project;
    Session session(project);
    const std::string empty = base::sha256("").to_string();
    for (const char* name : {"..", "../x", ".git", "a/b"}) {
        data::ObjectStore::Batch batch(session.objects);
        batch.put_bytes("");
        const std::string text = "file " + empty + " 0 1 " + name + "\n";
        const auto digest = batch.put_bytes(text);
        batch.commit();
        CHECK(failure_of(session, "out", {ContentKind::tree, digest, 0, 1}) == Kind::damaged);
    }
    CHECK(!test::fs::exists(project.root / "out"));
    CHECK(!test::fs::exists(project.root / "x"));
}

TEST_CASE("remove takes files, folders and links, and never what a link points to") {
    const Project project;
    Session session(project);
    project.write("keep/a", "a");
    project.write("f", "f");
    project.write("d/s/x", "x");
    test::fs::permissions(project.root / "d/s", test::fs::perms(0555));
    test::fs::create_directory_symlink("keep", project.root / "l");
    for (const char* path : {"f", "d", "l", "absent", "not/there"}) {
        session.workspace.remove(path);
        CHECK(!test::fs::exists(test::fs::symlink_status(project.root / path)));
    }
    CHECK(project.read("keep/a") == "a");
    CHECK(entries_in(project.root / ".mlp/tmp") == 0);
}

TEST_CASE("many files come back in parallel, large ones too") {
    const Project project;
    Session session(project);
    for (int at = 0; at < 500; ++at) {
        project.write("d/" + std::to_string(at % 10) + "/" + std::to_string(at),
                      std::string(1000, 'x') + std::to_string(at));
    }
    project.write("d/large", std::string(8 << 20, 'L'));
    const Content content = session.store("d");
    test::fs::rename(project.root / "d", project.root / "moved");
    session.workspace.restore("d", content);
    CHECK(session.workspace.content_of("d") == session.workspace.content_of("moved"));
}

TEST_CASE("a target on another file system") {
    const Project project;
    Session session(project);
    project.write("mnt/d/a", "1");
    const Content content = session.store("mnt/d");
    if (::mount("none", (project.root / "mnt").c_str(), "tmpfs", 0, "size=1m") != 0) {
        MESSAGE("not tested: mounting is not allowed here");
        return;
    }
    session.workspace.restore("mnt/d", content);
    CHECK(project.read("mnt/d/a") == "1");
    project.write("mnt/d/b", "2");
    session.workspace.restore("mnt/d", content);
    CHECK(entries_in(project.root / "mnt") == 1);
    CHECK(entries_in(project.root / "mnt/d") == 1);
    // And a full one: the old content stays, with a way out in the message.
    project.write("mnt/big/old", "old");
    project.write("big/a", std::string(3 << 20, 'x'));
    const Content big = session.store("big");
    CHECK(failure_of(session, "mnt/big", big) == Kind::invalid);
    CHECK(project.read("mnt/big/old") == "old");
    CHECK(entries_in(project.root / "mnt") == 2);
    ::umount((project.root / "mnt").c_str());
}

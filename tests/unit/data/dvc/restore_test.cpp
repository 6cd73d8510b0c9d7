// Restoring, and the kinds of links between workspace and cache.
#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "project.hpp"

using namespace mlp;
using data::Content;
using data::ContentKind;
namespace fs = std::filesystem;
using test::DvcProject;
using test::DvcSession;
using test::object;

TEST_CASE("a file and a folder come back as they were") {
    const DvcProject project;
    project.write("f", "file");
    project.write("d/a", "1");
    project.write("d/sub/b", "2");
    project.write("tool", "#!/bin/sh");
    project.make_executable("tool");
    DvcSession session(project);
    const Content file = session.store("f");
    const Content folder = session.store("d");
    const Content tool = session.store("tool");
    for (const char* path : {"f", "d", "tool"}) session.workspace.remove(path);
    CHECK_FALSE(project.exists("d"));
    session.workspace.restore("f", file);
    session.workspace.restore("d", folder);
    session.workspace.restore("tool", tool);
    CHECK(project.read("f") == "file");
    CHECK(project.read("d/sub/b") == "2");
    CHECK(project.mode("f") == 0644);
    CHECK(project.mode("tool") == 0744);
    // The next process believes what this one wrote.
    session.index.flush();
    DvcSession next(project);
    CHECK(next.index.find("d/a", *base::signature_of(project.root / "d/a", true), base::Algorithm::md5).has_value());
    CHECK(*next.workspace.content_of("d") == folder);
}

TEST_CASE("a folder that is there is brought to what was stored, file by file") {
    const DvcProject project;
    project.write(".dvcignore", "*.log\n");
    project.write("d/same", "same");
    project.write("d/changed", "old");
    project.write("d/gone/x", "x");
    project.write("d/file-then-folder", "f");
    DvcSession session(project);
    const Content content = session.store("d");
    const auto inode = project.inode("d/same");
    project.write("d/changed", "new");
    project.write("d/extra/deep/y", "extra");
    project.write("d/keep.log", "kept");
    fs::remove_all(project.root / "d/gone");
    fs::remove(project.root / "d/file-then-folder");
    fs::create_directories(project.root / "d/file-then-folder/empty");
    session.workspace.restore("d", content);
    CHECK(project.inode("d/same") == inode);
    CHECK(project.read("d/changed") == "old");
    CHECK(project.read("d/gone/x") == "x");
    CHECK(project.read("d/file-then-folder") == "f");
    CHECK_FALSE(project.exists("d/extra"));
    CHECK(project.read("d/keep.log") == "kept");
    CHECK(*session.workspace.content_of("d") == content);
}

TEST_CASE("nothing is written through a link inside of an output") {
    const DvcProject project;
    project.write("d/sub/a", "stored");
    DvcSession session(project);
    const Content content = session.store("d");
    project.write("outside/a", "mine");
    fs::remove_all(project.root / "d/sub");
    project.link("../outside", "d/sub");
    session.workspace.restore("d", content);
    CHECK(project.read("outside/a") == "mine");
    CHECK(project.read("d/sub/a") == "stored");
}

TEST_CASE("a folder reached by a link is restored where it leads") {
    const DvcProject project;
    project.write("real/a", "1");
    project.link("real", "d");
    DvcSession session(project);
    const Content content = session.store("d");
    project.write("real/a", "2");
    session.workspace.restore("d", content);
    CHECK(project.read("real/a") == "1");
    CHECK(fs::is_symlink(project.root / "d"));
}

TEST_CASE("a file replaces a folder and the reverse") {
    const DvcProject project;
    project.write("x", "file");
    project.write("y/a", "folder");
    DvcSession session(project);
    const Content file = session.store("x");
    const Content folder = session.store("y");
    session.workspace.restore("y", file);
    session.workspace.restore("x", folder);
    CHECK(project.read("y") == "file");
    CHECK(project.read("x/a") == "folder");
}

TEST_CASE("what is not wholly in the cache changes nothing") {
    const DvcProject project;
    project.write("d/a", "1");
    project.write("d/b", "2");
    DvcSession session(project);
    const Content content = session.store("d");
    fs::remove(project.root / object(base::md5("1").hex()));
    project.write("d/a", "changed");
    CHECK_THROWS_AS(session.workspace.restore("d", content), Error);
    CHECK(project.read("d/a") == "changed");
    CHECK(project.read("d/b") == "2");
}

TEST_CASE("a damaged object is noticed when it is copied") {
    const DvcProject project;
    project.write("f", "good");
    DvcSession session(project);
    const Content content = session.store("f");
    const fs::path path = project.root / object(content.digest.hex());
    fs::permissions(path, fs::perms(0644));
    project.write(object(content.digest.hex()), "evil");
    fs::permissions(path, fs::perms(0444));
    session.workspace.remove("f");
    CHECK_FALSE(session.cache.verify(content));
    try {
        session.workspace.restore("f", content);
        FAIL("expected an error");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::damaged);
    }
    CHECK_FALSE(project.exists("f"));
}

TEST_CASE("the project's own folders are no outputs") {
    const DvcProject project;
    project.write("f", "1");
    DvcSession session(project);
    const Content content = session.store("f");
    for (const char* path : {".", ".dvc", ".dvc/cache", ".git/x", ".mlp"}) {
        CAPTURE(path);
        CHECK_THROWS_AS(session.workspace.restore(path, content), Error);
        CHECK_THROWS_AS(session.workspace.remove(path), Error);
    }
}

TEST_CASE("hard links: workspace and cache share a read-only file") {
    const DvcProject project("[cache]\ntype = hardlink\n");
    project.write("d/a", "1");
    project.write("d/empty", "");
    project.write("tool", "t");
    project.make_executable("tool");
    const auto first = project.inode("d/a");
    DvcSession session(project);
    const Content content = session.store("d");
    CHECK(project.inode("d/a") == first);  // the file itself became the object: nothing was copied
    CHECK_FALSE(project.exists(".dvc/cache/tmp"));
    const Content tool = session.store("tool");
    CHECK(project.inode("d/a") == project.inode(object(base::md5("1").hex())));
    CHECK(project.mode("d/a") == 0444);
    CHECK(project.mode("d/empty") == 0644);  // the file system bounds the number of links; empty files are many
    CHECK(project.mode("tool") == 0755);
    CHECK(project.mode(object(tool.digest.hex())) == 0444);
    session.workspace.remove("d");
    session.workspace.restore("d", content);
    CHECK(project.inode("d/a") == project.inode(object(base::md5("1").hex())));
    session.workspace.unprotect("d");
    CHECK(project.mode("d/a") == 0644);
    CHECK(project.inode("d/a") != project.inode(object(base::md5("1").hex())));
    CHECK(*session.workspace.content_of("d") == content);
}

TEST_CASE("a file whose object was there already becomes a hard link too") {
    const DvcProject project("[cache]\ntype = hardlink\n");
    project.write("first", "same");
    DvcSession session(project);
    session.store("first");
    project.write("second", "same");
    const Content content = session.store("second");
    CHECK(project.inode("second") == project.inode(object(content.digest.hex())));
    session.index.flush();
    CHECK(DvcSession(project).index.find("second", *base::signature_of(project.root / "second", true),
                                         base::Algorithm::md5) == content.digest);
}

TEST_CASE("symbolic links lead to the object") {
    const DvcProject project("[cache]\ntype = symlink\n");
    project.write("d/a", "1");
    DvcSession session(project);
    const Content content = session.store("d");
    const auto wanted = fs::canonical(project.root) / object(base::md5("1").hex());
    CHECK(fs::read_symlink(project.root / "d/a") == wanted);
    CHECK(*session.workspace.content_of("d") == content);
    session.workspace.remove("d");
    session.workspace.restore("d", content);
    CHECK(fs::read_symlink(project.root / "d/a") == wanted);
    session.workspace.unprotect("d");
    CHECK_FALSE(fs::is_symlink(project.root / "d/a"));
    CHECK(project.mode("d/a") == 0644);
}

TEST_CASE("links that the settings do not name become files") {
    const DvcProject project("[cache]\ntype = copy\n");
    project.write("elsewhere", "1");
    project.link("../elsewhere", "d/a");
    project.write("twin", "2");
    fs::create_hard_link(project.root / "twin", project.root / "d/b");
    project.link("elsewhere", "f");
    DvcSession session(project);
    const Content content = session.store("d");
    session.store("f");
    CHECK_FALSE(fs::is_symlink(project.root / "d/a"));
    CHECK_FALSE(fs::is_symlink(project.root / "f"));
    CHECK(project.inode("d/b") != project.inode("twin"));
    CHECK(project.read("d/a") == "1");
    CHECK(*session.workspace.content_of("d") == content);
}

TEST_CASE("a file that changed after it was stored keeps its new content") {
    const DvcProject project("[cache]\ntype = symlink\n");
    project.write("f", "stored");
    DvcSession session(project);
    data::dvc::Cache::Batch batch(session.cache);
    session.workspace.store("f", batch);
    project.write("f", "changed since");
    batch.commit();
    CHECK(project.read("f") == "changed since");
    CHECK_FALSE(fs::is_symlink(project.root / "f"));
}

TEST_CASE("a cache elsewhere, on another file system even") {
    if (!fs::is_directory("/dev/shm")) return;
    const base::TemporaryFolder elsewhere("/dev/shm", "mlp-cache");
    const DvcProject project("[cache]\ntype = hardlink,copy\ndir = " + elsewhere.path().string() + "\n");
    project.write("d/a", "1");
    DvcSession session(project);
    const Content content = session.store("d");
    CHECK(session.workspace.stored(content));
    session.workspace.remove("d");
    session.workspace.restore("d", content);
    CHECK(project.read("d/a") == "1");
    CHECK_FALSE(project.exists(".dvc/cache"));
}

TEST_CASE("a cache for a group has folders that the group may write") {
    const DvcProject project("[cache]\nshared = group\n");
    project.write("f", "1");
    DvcSession session(project);
    const Content content = session.store("f");
    const std::string path = object(content.digest.hex());
    CHECK(project.mode(fs::path(path).parent_path().string()) == 02775);
    CHECK(project.mode(".dvc/cache") == 02775);
    CHECK(project.mode(path) == 0444);
}

#include "core/data/dvc/workspace.hpp"

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

namespace {

const Content empty_folder{ContentKind::tree,
                           *base::Digest::parse_hex(base::Algorithm::md5, "d751713988987e9331980363e24189ce"), 0, 0};

}  // namespace

// Every verdict here was seen from DVC 3.67.
TEST_CASE("a file's content is its bytes, its size and whether anybody may execute it") {
    const DvcProject project;
    project.write("f", "abc\r\n");
    DvcSession session(project);
    const auto content = session.workspace.content_of("f");
    REQUIRE(content);
    CHECK(*content == Content{ContentKind::file, base::md5("abc\r\n"), 5, 1});
    fs::permissions(project.root / "f", fs::perms(0654));
    CHECK(session.workspace.content_of("./f")->kind == ContentKind::executable);
    CHECK(session.workspace.content_of("f", base::Algorithm::md5_text)->digest.hex() == base::md5("abc\n").hex());
    CHECK_FALSE(session.workspace.content_of("nothing"));
}

TEST_CASE("a folder is the flat list of its files") {
    const DvcProject project;
    project.write("d/ex", "#!/bin/sh");
    project.make_executable("d/ex");
    project.write("d/nl\nname", "y");
    project.write("d/é", "é");
    project.link("../d/é", "d/lnk");
    fs::create_directories(project.root / "d/empty/deep");
    project.write("elsewhere/x", "not seen");
    project.link("../elsewhere", "d/folder-link");
    DvcSession session(project);
    const auto content = session.workspace.content_of("d");
    REQUIRE(content);
    CHECK(content->digest.hex() == "90c7c83648e7916216286e90bea4620f");
    CHECK(content->size == 14);
    CHECK(content->files == 4);
    CHECK(content->kind == ContentKind::tree);
    CHECK(session.workspace.content_of("d/empty") == empty_folder);
}

TEST_CASE("a link is what it leads to") {
    const DvcProject project;
    project.write("real/a", "1");
    project.link("real", "d");
    project.link("real/a", "f");
    project.link("nowhere", "broken");
    DvcSession session(project);
    CHECK(session.workspace.content_of("d") == session.workspace.content_of("real"));
    CHECK(session.workspace.content_of("f") == session.workspace.content_of("real/a"));
    CHECK_FALSE(session.workspace.content_of("broken"));
    project.link("nowhere", "real/broken");
    CHECK_THROWS_AS(session.workspace.content_of("real"), Error);
}

TEST_CASE("paths outside of the project are given whole") {
    const DvcProject project;
    const base::TemporaryFolder elsewhere(fs::temp_directory_path(), "mlp-elsewhere");
    std::ofstream(elsewhere.path() / "x") << "outside";
    DvcSession session(project);
    const std::string path = (elsewhere.path() / "x").string();
    CHECK(session.workspace.content_of(path)->digest == base::md5("outside"));
    const auto climbing = fs::path(path).lexically_relative(project.root).string();
    CHECK(session.workspace.content_of(climbing)->digest == base::md5("outside"));
    CHECK(session.workspace.content_of((project.root / ".dvc/config").string())->size == 0);
}

TEST_CASE("what .dvcignore leaves out is not in a folder") {
    const DvcProject project;
    project.write(".dvcignore", "*.tmp\n/d/cache\n");
    project.write("d/a", "1");
    Content bare = *DvcSession(project).workspace.content_of("d");
    project.write("d/x.tmp", "2");
    project.write("d/cache/y", "3");
    project.write("d/sub/.git/config", "4");
    CHECK(*DvcSession(project).workspace.content_of("d") == bare);
    project.write("d/.dvcignore", "*.log\n");
    CHECK_THROWS_AS(DvcSession(project).workspace.content_of("d"), Error);
}

TEST_CASE("storing fills the cache as `dvc add` does") {
    const DvcProject project;
    project.write("d/a", "1");
    project.write("d/sub/b", "2");
    project.write("d/empty", "");
    DvcSession session(project);
    const Content content = session.store("d");
    CHECK(content == *session.workspace.content_of("d"));
    CHECK(session.workspace.stored(content));
    for (const std::string& hex :
         {base::md5("1").hex(), base::md5("2").hex(), base::md5("").hex(), content.digest.hex() + ".dir"}) {
        CAPTURE(hex);
        CHECK(project.mode(object(hex)) == 0444);
    }
    CHECK(session.cache.listing(content).size() == 3);
    CHECK(session.cache.verify(content));
    CHECK_FALSE(project.exists(".dvc/cache/tmp"));
    CHECK(project.mode("d/a") == 0644);
}

TEST_CASE("what DVC 2 hashed is kept in its own layout") {
    const DvcProject project;
    project.write("d/a", "1\r\n");
    DvcSession session(project);
    const Content content = session.store("d", base::Algorithm::md5_text);
    const std::string hex = base::md5("1\n").hex();
    CHECK(project.read(".dvc/cache/" + hex.substr(0, 2) + "/" + hex.substr(2)) == "1\r\n");
    CHECK(session.workspace.stored(content));
    session.workspace.remove("d");
    session.workspace.restore("d", content);
    CHECK(project.read("d/a") == "1\r\n");
}

TEST_CASE("a name that is not UTF-8 is refused, as DVC cannot record it") {
    const DvcProject project;
    project.write("d/a\xff", "1");
    DvcSession session(project);
    CHECK_THROWS_AS(session.store("d"), Error);
}

TEST_CASE("an object that was made writable is looked at again") {
    const DvcProject project;
    project.write("f", "good");
    DvcSession session(project);
    const Content content = session.store("f");
    const std::string path = object(content.digest.hex());
    fs::permissions(project.root / path, fs::perms(0644));
    CHECK(session.workspace.stored(content));
    CHECK(project.mode(path) == 0444);
    fs::permissions(project.root / path, fs::perms(0644));
    project.write(path, "evil");
    CHECK_FALSE(session.workspace.stored(content));
    CHECK(project.read(path) == "evil");  // a look takes nothing away
    CHECK(session.store("f") == content);
    CHECK(project.read(path) == "good");
    CHECK(session.workspace.stored(content));
}

TEST_CASE("a file of the wrong size is no object") {
    const DvcProject project;
    project.write("f", "good");
    DvcSession session(project);
    Content content = session.store("f");
    content.size = 5;
    CHECK_FALSE(session.workspace.stored(content));
    content.size = 0;  // a lock of DVC 1 does not tell
    CHECK(session.workspace.stored(content));
}

TEST_CASE("with nothing changed, a second process reads no file") {
    const DvcProject project;
    project.write("d/a", "1");
    project.write("d/b", "2");
    project.age("d/a");
    project.age("d/b");
    test::next_tick();
    Content first = *DvcSession(project).workspace.content_of("d");
    // Unreadable now: only the index can answer. (Root reads everything, so the bytes are changed behind its back.)
    DvcSession session(project);
    const auto signature = base::signature_of(project.root / "d/a", true);
    CHECK(session.index.find("d/a", *signature, base::Algorithm::md5) == base::md5("1"));
    CHECK(*session.workspace.content_of("d") == first);
}

#include "core/git/revision.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "sandbox.hpp"

using namespace mlp;
using test::Sandbox;

namespace {

std::string names(const std::vector<git::CommittedFile>& files) {
    std::string all;
    for (const auto& file : files) all += (all.empty() ? "" : " ") + file.path;
    return all;
}

}  // namespace

TEST_CASE("files of a revision, whatever the work tree holds now") {
    const Sandbox box;
    box.write("a.txt", "one\n");
    box.write("sub/deep/b.bin", std::string("\0\xff", 2));
    box.write("sub/run.sh", "#!/bin/sh\n");
    box.sh(
        "chmod +x sub/run.sh && ln -s a.txt link && git init -q . && git add . && git commit -q -m first && git tag "
        "v1");
    box.write("a.txt", "two\n");
    box.sh("git rm -q -r sub && git commit -q -a -m second");

    const auto first = git::Revision::find(box.root, "HEAD~1");
    REQUIRE(first);
    CHECK(first->commit() == box.sh("git rev-parse v1"));
    CHECK(names(first->files()) == "a.txt link sub/deep/b.bin sub/run.sh");
    CHECK(first->read("a.txt") == "one\n");
    CHECK(first->read("sub/deep/b.bin") == std::string("\0\xff", 2));
    CHECK(first->read("link") == "a.txt");
    CHECK(!first->read("sub"));
    CHECK(!first->read("none"));
    CHECK_THROWS_AS(first->read("a.txt", 3), Error);
    const auto files = first->files();
    CHECK(files[1].kind == git::CommittedFile::Kind::link);
    CHECK(files[3].kind == git::CommittedFile::Kind::executable);
    CHECK(files[0].blob == box.sh("git rev-parse v1:a.txt"));
    CHECK(names(git::Revision::find(box.root, "main")->files()) == "a.txt link");
}

TEST_CASE("a project in a sub-folder sees its own files") {
    const Sandbox box;
    box.write("outside.txt", "x");
    box.write("project/in.txt", "y");
    box.sh("git init -q . && git add . && git commit -q -m first");
    const auto revision = git::Revision::find(box.root / "project", "HEAD");
    REQUIRE(revision);
    CHECK(names(revision->files()) == "in.txt");
    CHECK(revision->read("in.txt") == "y");
    CHECK(!revision->read("outside.txt"));
    box.write("later/new.txt", "z");
    CHECK(git::Revision::find(box.root / "later", "HEAD")->files().empty());
}

TEST_CASE("names that lead to no commit") {
    const Sandbox box;
    CHECK(!git::Revision::find(box.root, "HEAD"));
    box.sh("git init -q .");
    CHECK(!git::Revision::find(box.root, "HEAD"));
    box.commit_one();
    box.sh("git tag blob $(git rev-parse HEAD:a.txt) && git tag -a -m t annotated");
    CHECK(git::Revision::find(box.root, "annotated"));
    for (const char* name : {"", "nothing", "HEAD~9", "blob", "--help", "..", "a b", "HEAD^{tree}", "ffffffffff"}) {
        CAPTURE(name);
        CHECK(!git::Revision::find(box.root, name));
    }
}

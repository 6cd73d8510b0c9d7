#include "core/git/borrow.hpp"

#include "sandbox.hpp"

using namespace mlp;
using test::Sandbox;

TEST_CASE("a copy is a repository of its own on the same objects, and leaves the first one alone") {
    const Sandbox box;
    box.commit_one();
    box.sh("git checkout -q -b feature/x && git config core.fileMode false");
    const std::string head = box.sh("git rev-parse HEAD");
    box.sh("mkdir ../copy && cp a.txt ../copy/");
    git::borrow_repository(box.root, box.top / "copy");
    const auto copy = box.top / "copy";
    CHECK(box.sh("git rev-parse HEAD", copy) == head);
    CHECK(box.sh("git branch --show-current", copy) == "feature/x");
    CHECK(box.sh("git status --porcelain", copy) == "");
    CHECK(box.sh("git config core.fileMode", copy) == "false");
    box.sh("echo two >a.txt && git commit -q -am second", copy);
    CHECK(box.sh("git rev-parse HEAD") == head);
    CHECK(box.sh("git status --porcelain") == "");
    CHECK(box.sh("git fsck 2>&1", copy) == "");
}

TEST_CASE("detached and unborn heads, worktrees, and no repository at all") {
    const Sandbox box;
    test::fs::create_directories(box.top / "none");
    git::borrow_repository(box.root, box.top / "none");
    CHECK(!test::fs::exists(box.top / "none/.git"));
    box.sh("git init -q .");
    test::fs::create_directories(box.top / "unborn");
    git::borrow_repository(box.root, box.top / "unborn");
    CHECK(box.sh("git branch --show-current", box.top / "unborn") == "main");
    box.commit_one();
    box.sh("git worktree add -q --detach ../side");
    test::fs::create_directories(box.top / "of_side");
    git::borrow_repository(box.top / "side", box.top / "of_side");
    CHECK(box.sh("git rev-parse HEAD", box.top / "of_side") == box.sh("git rev-parse HEAD"));
    CHECK(box.sh("git branch --show-current", box.top / "of_side") == "");
}

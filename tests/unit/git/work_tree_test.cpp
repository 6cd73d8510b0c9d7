#include "core/git/work_tree.hpp"

#include <thread>

#include "core/base/error.hpp"
#include "core/git/repository.hpp"
#include "sandbox.hpp"

using namespace mlp;
using test::Sandbox;

namespace {

std::string joined(const std::vector<std::string>& paths) {
    std::string all;
    for (const std::string& path : paths) all += (all.empty() ? "" : " ") + path;
    return all;
}

}  // namespace

TEST_CASE("what differs from HEAD, untracked files one by one, never our own folder") {
    const Sandbox box;
    CHECK(!git::work_tree(box.root));
    box.sh("git init -q .");
    box.write("a.txt", "a");
    CHECK(git::work_tree(box.root)->commit.empty());
    CHECK(joined(git::work_tree(box.root)->changed) == "a.txt");
    box.write("b.txt", "b");
    box.write("c.txt", "c");
    box.write(".gitignore", "*.log\n");
    box.sh("git add . && git commit -q -m first");
    CHECK(git::work_tree(box.root)->changed.empty());
    box.write("a.txt", "other");
    box.write("new/deep/x.txt", "x");
    box.write("x.log", "ignored");
    box.write(".mlp/store.db", "s");
    box.sh("rm b.txt && git mv c.txt d.txt");
    const auto tree = git::work_tree(box.root / "new");
    REQUIRE(tree);
    CHECK(tree->top == box.root);
    CHECK(tree->commit == box.sh("git rev-parse HEAD"));
    CHECK(joined(tree->changed) == "a.txt b.txt c.txt d.txt new/deep/x.txt");
}

TEST_CASE("present files become a branch; HEAD and the index follow, the files stay") {
    const Sandbox box;
    box.write("a.txt", "a");
    box.write("gone.txt", "g");
    box.write(".gitignore", "*.log\n");
    box.sh("git init -q . && git add . && git commit -q -m first");
    const std::string base = box.sh("git rev-parse HEAD");
    box.sh("git commit -q --allow-empty -m second");
    box.write("a.txt", "changed");
    box.write("new.txt", "n");
    box.write("x.log", "l");
    box.sh("rm gone.txt");
    git::BranchCommit ask{.branch = "exp/one",
                          .base = base,
                          .paths = {"a.txt", "gone.txt", "new.txt", "x.log", "never.txt"},
                          .message = "Run 1",
                          .author = git::Author{"Eve", "eve@example.org"}};
    const std::string commit = git::commit_on_branch(box.root, ask);
    CHECK(box.sh("git rev-parse HEAD") == commit);
    CHECK(box.sh("git branch --show-current") == "exp/one");
    CHECK(box.sh("git rev-parse HEAD~1") == base);
    CHECK(box.sh("git status --porcelain") == "");
    CHECK(box.sh("git show --name-status --format='%an %s' | tr '\\n\\t' '  '").find("Eve Run 1") == 0);
    CHECK(box.sh("git ls-tree --name-only HEAD | tr '\\n' ' '") == ".gitignore a.txt new.txt ");
    CHECK_THROWS_AS(git::commit_on_branch(box.root, ask), Error);
    ask.branch = "a..b";
    CHECK_THROWS_AS(git::check_new_branch(box.root, ask.branch), Error);
    // Nothing changed: the branch is the commit itself.
    CHECK(git::commit_on_branch(
              box.root, {.branch = "same", .base = commit, .paths = {}, .message = "m", .author = {}}) == commit);
}

TEST_CASE("a tracked file that a stage replaces again and again does not stop a reading") {
    const Sandbox box;
    box.write("metrics.json", "{}");
    box.sh("git init -q . && git add . && git commit -q -m first");
    const std::jthread stage([&](const std::stop_token& over) {
        while (!over.stop_requested()) {
            box.write("metrics.json", "{\"acc\": 1}");
            std::filesystem::remove(box.root / "metrics.json");
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
    });
    for (int reading = 0; reading < 500; ++reading) {
        CHECK(git::work_tree(box.root)->changed.size() <= 1);
        std::string problem;
        CHECK(git::snapshot(box.root, &problem));
        CHECK(problem == "");
    }
}

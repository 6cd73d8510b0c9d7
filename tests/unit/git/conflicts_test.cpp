#include "core/git/conflicts.hpp"

#include "sandbox.hpp"

using namespace mlp;
using test::Sandbox;

TEST_CASE("conflicts: three sides in the index, also of a project below the top") {
    const Sandbox box;
    box.write("sub/f", "mine\n");
    box.write("sub/run", "mine\n");
    box.sh("chmod +x sub/run && git init -q . && git add . && git commit -q -m first");
    git::record_conflicts(box.root / "sub", {{"f", "old\n", "new\n"}, {"run", "", "new\n"}, {"unknown", "a", "b"}});
    CHECK(box.sh("git status --porcelain") == "UU sub/f\nUU sub/run");
    CHECK(box.sh("git show :1:sub/f :2:sub/f :3:sub/f") == "old\nmine\nnew");
    CHECK(box.sh("git ls-files -u sub/run | cut -c 1-6 | sort -u") == "100755");
    CHECK(box.sh("git show :1:sub/run").empty());
    box.sh("git add . && git diff --cached --quiet");
}

TEST_CASE("conflicts: outside a repository there is nothing to record") {
    const Sandbox box;
    git::record_conflicts(box.root, {{"f", "a", "b"}});
    CHECK(box.sh("ls -A").empty());
}

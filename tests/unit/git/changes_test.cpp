#include "core/git/changes.hpp"

#include "core/base/error.hpp"
#include "sandbox.hpp"

using namespace mlp;
using git::changed_since;
using Names = std::vector<std::string>;

TEST_CASE("files that were committed, staged, edited, removed or only written since count; ignored ones do not") {
    const test::Sandbox box;
    CHECK_THROWS_WITH_AS(changed_since(box.root, "HEAD"), doctest::Contains("is not inside a git work tree"), Error);
    box.write("sub/kept.txt", "1");
    box.write("sub/edited.txt", "1");
    box.write("sub/removed.txt", "1");
    box.write("committed.txt", "1");
    box.commit_one();
    const std::string first = box.sh("git rev-parse HEAD");
    box.write("committed.txt", "2");
    box.sh("git commit -qam second");
    const std::string second = box.sh("git rev-parse HEAD");
    box.write("sub/edited.txt", "2");
    box.write("sub/new/file.txt", "1");
    box.write("staged.txt", "1");
    box.write(".gitignore", "*.log\n");
    box.write("a.log", "x");
    box.sh("git add staged.txt && rm sub/removed.txt");
    CHECK(changed_since(box.root, first) ==
          Names{".gitignore", "committed.txt", "staged.txt", "sub/edited.txt", "sub/new/file.txt", "sub/removed.txt"});
    CHECK(changed_since(box.root / "sub", second) == Names{"edited.txt", "new/file.txt", "removed.txt"});
    CHECK_THROWS_AS(changed_since(box.root, std::string(40, '1')), Error);
}

TEST_CASE("a clone without its history is shallow") {
    const test::Sandbox box;
    CHECK(!git::is_shallow(box.root));
    box.commit_one();
    box.write("a.txt", "two");
    box.sh("git commit -qam second");
    CHECK(!git::is_shallow(box.root));
    box.sh("git clone -q --depth 1 file://" + box.root.string() + " " + (box.top / "shallow").string());
    CHECK(git::is_shallow(box.top / "shallow"));
}

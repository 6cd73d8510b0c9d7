#include "core/git/merge_driver.hpp"

#include "core/base/error.hpp"
#include "sandbox.hpp"

using namespace mlp;

namespace {

const git::MergeDriver driver{"mlp-lock", "locks", "mlp git merge-lock %O %A %B %P", {"mlp.lock", "dvc.lock"}};

}  // namespace

TEST_CASE("a merge driver is registered once, and taken away without a trace of ours") {
    const test::Sandbox box;
    CHECK_THROWS_AS(git::install(box.root, driver), Error);
    box.commit_one();
    box.write(".gitattributes", "*.bin binary");
    box.write("sub/x", "");
    const auto first = git::install(box.root / "sub", driver);
    CHECK(first.root == box.root);
    CHECK(first.settings_changed);
    CHECK(first.attributes_changed);
    CHECK(box.sh("git config merge.mlp-lock.driver") == driver.command);
    CHECK(box.sh("git check-attr merge sub/dvc.lock") == "sub/dvc.lock: merge: mlp-lock");
    CHECK(base::read_file(box.root / ".gitattributes") ==
          "*.bin binary\nmlp.lock merge=mlp-lock\ndvc.lock merge=mlp-lock\n");
    const auto again = git::install(box.root, driver);
    CHECK(!again.settings_changed);
    CHECK(!again.attributes_changed);
    CHECK(git::uninstall(box.root, driver).settings_changed);
    CHECK(base::read_file(box.root / ".gitattributes") == "*.bin binary\n");
    CHECK(box.sh("git config --get-regexp '^merge' || true").empty());
    CHECK(!git::uninstall(box.root, driver).attributes_changed);
    box.sh("rm .gitattributes");
    git::install(box.root, driver);
    git::uninstall(box.root, driver);
    CHECK(!base::signature_of(box.root / ".gitattributes"));
}

#include <doctest/doctest.h>

#include "core/pipeline/fingerprint.hpp"
#include "core/pipeline/lock_rows.hpp"
#include "core/pipeline/run_cache.hpp"
#include "core/store/store.hpp"
#include "samples.hpp"

using namespace mlp;
using pipeline::Locks;

namespace {

struct Ground {
    test::Folder folder;
    base::Env env = base::Env::of_process();
    store::Store store = store::Store::open({folder / ".mlp/store.db", folder / ".mlp/objects"}, env);
    base::Db& db = store.db();
};

}  // namespace

TEST_CASE("rows of an interrupted run are taken up while the lock file is the one they began with") {
    Ground ground;
    const auto root = ground.folder.folder.path();
    const std::string workspace = pipeline::workspace_id(root, ground.env);
    CHECK(workspace.size() == 32);
    CHECK(pipeline::workspace_id(root, ground.env) == workspace);
    CHECK(pipeline::find_workspace_id(root) == workspace);
    auto project = test::project_of({test::stage("train", {}, {}), test::stage("old", {}, {})});
    project.root = root;
    const pipeline::Graph graph(project);

    Locks none = pipeline::read_locks(project);
    CHECK(none.lock.stages.empty());
    CHECK(!none.digest_of("mlp.lock"));
    pipeline::put_lock_row(ground.db, workspace, none.digest_of("mlp.lock"), "train", test::full_entry(), 1);
    pipeline::put_lock_row(ground.db, "another", none.digest_of("mlp.lock"), "old", test::full_entry(), 1);
    CHECK(pipeline::apply_lock_rows(ground.db, workspace, project, none));
    CHECK(none.lock.stages.size() == 1);
    CHECK(none.lock.stages.at("train") == test::full_entry());
    pipeline::write_locks(graph, none);
    Locks written = pipeline::read_locks(project);
    CHECK(written.digest_of("mlp.lock") == base::sha256(ground.folder.read("mlp.lock")));
    CHECK(written.digests == none.digests);

    // The file is another one now: it is the truth.
    CHECK(!pipeline::apply_lock_rows(ground.db, workspace, project, written));
    auto changed = test::full_entry();
    changed.inputs.wdir = ".";
    pipeline::put_lock_row(ground.db, workspace, written.digest_of("mlp.lock"), "train", changed, 2);
    CHECK(pipeline::apply_lock_rows(ground.db, workspace, project, written));
    CHECK(written.lock.stages.at("train") == changed);
    pipeline::clear_lock_rows(ground.db, workspace);
    Locks again = pipeline::read_locks(project);
    CHECK(!pipeline::apply_lock_rows(ground.db, workspace, project, again));
}

TEST_CASE("a lock file is written only when it says something else, without stages that are gone") {
    Ground ground;
    const auto root = ground.folder.folder.path();
    auto project = test::project_of({test::stage("train", {}, {})});
    project.root = root;
    const pipeline::Graph graph(project);
    Locks file;
    file.lock.stages["train"] = test::full_entry();
    file.lock.stages["gone"] = test::full_entry();
    pipeline::write_locks(graph, file);
    Locks back = pipeline::read_locks(project);
    CHECK(back.lock.stages.size() == 1);
    const auto before = base::signature_of(root / "mlp.lock");
    pipeline::write_locks(graph, back);
    CHECK(base::signature_of(root / "mlp.lock") == before);
}

TEST_CASE("the newest result of a fingerprint comes back whole; a damaged row is none") {
    Ground ground;
    const auto entry = test::full_entry();
    const auto key = pipeline::fingerprint(entry.inputs);
    CHECK(!pipeline::find_cached(ground.db, key));
    pipeline::put_cached(ground.db, key, "train", {{"a", test::file_content("old")}}, std::nullopt, 1);
    pipeline::Outputs outputs = entry.outs;
    outputs["folder"] = {data::ContentKind::tree, base::sha256("t"), 10, 4};
    pipeline::put_cached(ground.db, key, "train", outputs, "run", 2);
    const auto found = pipeline::find_cached(ground.db, key);
    REQUIRE(found);
    CHECK(found->outputs == outputs);
    CHECK(found->made_by == pipeline::Maker{"run", 2});
    CHECK(pipeline::find_maker(ground.db, key) == found->made_by);
    for (const char* bad : {"", "[]", "{\"a\": 1}", "{\"../a\": {\"kind\": \"file\", \"digest\": \"x\", \"size\": 1}}",
                            "{\"a\": {\"kind\": \"file\", \"digest\": \"sha256:00\", \"size\": 1}}"}) {
        ground.db.prepare("UPDATE run_cache SET outputs = ?1").bind(bad).run();
        CHECK(!pipeline::find_cached(ground.db, key));
    }
}

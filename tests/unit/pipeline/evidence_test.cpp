#include "core/pipeline/evidence.hpp"

#include <doctest/doctest.h>

#include "core/pipeline/decision.hpp"
#include "core/pipeline/fingerprint.hpp"
#include "core/store/store.hpp"
#include "samples.hpp"

using namespace mlp;
using pipeline::Action;
using pipeline::Evidence;
using pipeline::Reason;

namespace {

const pipeline::Maker maker{"065e117c00000000000000000000000f", 1'764'079'320'000};

}  // namespace

TEST_CASE("every declared input counts, the commands as one") {
    CHECK(pipeline::count_inputs({}) == 0);
    // Commands, two dependencies, two keys and a whole file, two variables, the Python lock.
    CHECK(pipeline::count_inputs(test::full_inputs()) == 9);
}

TEST_CASE("why, as one clause") {
    const std::vector<Reason> reasons{{Reason::Kind::param, "lr", "0.2", "0.1"}, {Reason::Kind::command}};
    CHECK(pipeline::why_run(reasons) == "params lr 0.2 → 0.1; the command changed");
    CHECK(pipeline::why_run(std::vector<Reason>(7, {Reason::Kind::forced})) ==
          "forced; forced; forced; forced; forced; and 2 more reasons");
    CHECK(pipeline::why_restored(reasons, {.made_by = maker}) ==
          "params lr 0.2 → 0.1; the command changed; run 065e117c on 2025-11-25 14:02 UTC had made it from the same "
          "inputs");
    CHECK(pipeline::why_skipped({.inputs = 4, .outs = 1, .made_by = maker}) ==
          "4 inputs and 1 output are unchanged since run 065e117c on 2025-11-25 14:02 UTC");
    CHECK(pipeline::why_skipped({.inputs = 1}) == "1 input is unchanged since the last run");
    CHECK(pipeline::why_skipped({.inputs = 1, .named = {"a.csv"}}) == "a.csv is unchanged since the last run");
    CHECK(pipeline::why_skipped({.inputs = 3, .named = {"a.csv", "params lr", "its command"}, .outs = 2}) ==
          "a.csv, params lr, its command and 2 outputs are unchanged since the last run");
    CHECK(pipeline::why_skipped({.inputs = 5, .named = {"a", "b", "c"}}) ==
          "a, b, c and 2 more inputs are unchanged since the last run");
    CHECK(pipeline::why_skipped({.frozen = true}) == "it is frozen");
}

TEST_CASE("a decision notes what it compared and who made what it goes by") {
    const test::Folder folder;

    const base::Env env = base::Env::of_process();
    store::Store store = store::Store::open({folder / ".mlp/store.db", folder / ".mlp/objects"}, env);
    data::FileIndex index(folder / ".mlp" / "index.db");
    data::ObjectStore objects(folder / ".mlp" / "objects");
    auto project = test::project_of({test::stage("a", {"in"}, {"out"})});
    project.root = folder.folder.path();

    pipeline::Contents contents(project, env, index, objects);
    const config::Stage& stage = project.stages[0];
    folder.write("in", "1");
    folder.write("out", "2");
    pipeline::Inspector inspector(project, contents);
    pipeline::Decider decider(inspector, contents, &store.db(), {.makers = true});

    pipeline::Decision decision = decider.decide(stage, nullptr);
    CHECK(decision.action == Action::run);
    CHECK(decision.why() == "no result of it is recorded");
    CHECK(decision.evidence.inputs == 2);

    const pipeline::LockedStage locked{decision.inputs, {{"out", test::file_content("2")}}};
    pipeline::put_cached(store.db(), pipeline::fingerprint(locked.inputs), "a", locked.outs, maker.run_id, maker.time);
    decision = decider.decide(stage, &locked);
    CHECK(decision.action == Action::none);
    CHECK(decision.evidence.outs == 1);
    CHECK(decision.evidence.made_by == maker);

    // The lock is gone, the cache still knows.
    decision = decider.decide(stage, nullptr);
    CHECK(decision.action == Action::restore);
    CHECK(decision.evidence.made_by == maker);
}

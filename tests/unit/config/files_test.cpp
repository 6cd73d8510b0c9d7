// mlp.yaml against the files that are there.
#include <doctest/doctest.h>

#include "core/config/check_files.hpp"
#include "tests/unit/config/project.hpp"

namespace mlp::config {

namespace {

std::vector<Finding> found_in(const TestProject& files) {
    const Loaded loaded = files.load();
    REQUIRE_MESSAGE(loaded.problems.empty(), only_message(loaded));
    Findings findings;
    check_files(loaded.project, findings);
    return findings.take();
}

}  // namespace

TEST_CASE("dependencies are files or what stages make") {
    TestProject files(
        stages("  a: {cmd: x, deps: [in.csv, folder], outs: [out/a, out/deep/b]}\n"
               "  b: {cmd: x, deps: [out/a, out/a/inside, out, in.cvs, out/c]}\n"));
    files.write("in.csv", "").write("folder/x", "");
    const auto problems = found_in(files);
    CHECK(brief(problems) == "MLP035 mlp.yaml:5:48; MLP035 mlp.yaml:5:56");
    CHECK(problems[1].message ==
          "dependency 'out/c' of stage 'b' does not exist, and no stage makes it. Did you mean 'out/a'?");
}

TEST_CASE("a dangling link does not exist") {
    TestProject files(stages("  a: {cmd: x, deps: [link]}\n"));
    std::filesystem::create_symlink("nowhere", files.root() / "link");
    CHECK(brief(found_in(files)) == "MLP035 mlp.yaml:4:22");
}

TEST_CASE("parameters are looked up in their files") {
    TestProject files(stages(
        "  a:\n    cmd: x\n    params:\n      - train.lr\n      - train.lrr\n      - p.json: [a, b]\n      - no.yaml:\n"
        "      - made.yaml: [x]\n    wdir: .\n"
        "  m: {cmd: y, outs: [made.yaml]}\n"));
    files.write("params.yaml", "train: {lr: 1}\n").write("p.json", "{\"a\": 1}");
    const auto problems = found_in(files);
    CHECK(brief(problems) == "MLP051 mlp.yaml:8:9; MLP051 mlp.yaml:9:21; MLP050 mlp.yaml:10:9");
    CHECK(problems[0].message == "'params.yaml' has no parameter 'train.lrr'. Did you mean 'train.lr'?");
}

TEST_CASE("parameters of a stage with wdir are in that folder") {
    TestProject files(stages("  a: {cmd: x, wdir: sub, params: [lr]}\n"));
    files.write("params.yaml", "lr: 1\n");
    CHECK(brief(found_in(files)) == "MLP050 mlp.yaml:4:35");
    files.write("sub/params.yaml", "lr: 1\n");
    CHECK(found_in(files).empty());
}

TEST_CASE("a broken parameter file is told at its own place, once") {
    TestProject files(stages("  a: {cmd: x, params: [p.yaml: [a]]}\n  b: {cmd: x, params: [p.yaml: [b]]}\n"));
    files.write("p.yaml", "a: [\n");
    const auto problems = found_in(files);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].place.file == "p.yaml");
}

TEST_CASE("lock files, contracts, models and cards") {
    TestProject files(
        "version: 1\nproject: p\n"
        "stages:\n  a: {cmd: x, env: {python: r.lock}, outs: [m.pkl]}\n"
        "tests:\n  t: {cmd: x, env: {python: t.lock}}\n"
        "datasets:\n  d: {path: d.csv, contract: c.odcs.yaml}\n  e: {path: 'data/*.csv'}\n"
        "models:\n  m: {path: m.pkl, card: CARD.md, files: [f]}\n  n: {path: n.pkl}\n");
    CHECK(brief(found_in(files)) ==
          "MLP036 mlp.yaml:4:29; MLP036 mlp.yaml:6:29; MLP039 mlp.yaml:8:13; MLP037 mlp.yaml:8:30; "
          "MLP039 mlp.yaml:11:26; MLP039 mlp.yaml:11:43; MLP038 mlp.yaml:12:13");
    files.write("r.lock", "").write("t.lock", "").write("d.csv", "").write("c.odcs.yaml", "").write("CARD.md", "");
    files.write("f", "").write("n.pkl", "");
    CHECK(found_in(files).empty());
}

TEST_CASE("what is missing for all items of a foreach alike is told once") {
    TestProject files(stages("  a:\n    foreach: [x, y]\n    do: {cmd: 'c ${item}', deps: [no, '${item}.csv']}\n"));
    CHECK(brief(found_in(files)) == "MLP035 mlp.yaml:6:35; MLP035 mlp.yaml:6:39");
}

}  // namespace mlp::config

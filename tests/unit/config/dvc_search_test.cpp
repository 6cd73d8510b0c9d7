// Every dvc.yaml and .dvc file below the root, as DVC finds them.
#include <doctest/doctest.h>

#include "tests/unit/config/project.hpp"

namespace mlp::config {

namespace {

constexpr std::string_view stage_x = "stages:\n  x:\n    cmd: y\n";

/// "address address", or the problems.
std::string addresses(const TestProject& files) {
    const Loaded loaded = files.load();
    std::string text = brief(loaded.problems);
    for (const Stage& stage : loaded.project.stages) text += (text.empty() ? "" : " ") + stage.name;
    return text;
}

}  // namespace

TEST_CASE("files of folders below follow those of the root, by name") {
    TestProject files;
    files.write("dvc.yaml", stage_x).write("b/dvc.yaml", stage_x).write("a/c/dvc.yaml", stage_x);
    files.write("z.dvc", "outs:\n- path: z\n").write("a/raw.csv.dvc", "outs:\n- path: raw.csv\n");
    CHECK(addresses(files) == "x z.dvc a/raw.csv.dvc a/c/dvc.yaml:x b/dvc.yaml:x");
    const Project project = files.load().project;
    CHECK(project.folders == std::vector<std::string>{".", "a", "a/c", "b"});
    const Stage& nested = project.stages[4];
    CHECK(nested.file == "b/dvc.yaml");
    CHECK(nested.local_name == "x");
    CHECK(nested.wdir == "b");
}

TEST_CASE("a nested file has paths, parameters and names of its own folder") {
    TestProject files;
    files.write(
        "sub/dvc.yaml",
        "vars: [v.yaml]\nstages:\n  x:\n    cmd: y ${p} ${v}\n    wdir: w\n    deps: [../../top]\n    outs: [o]\n"
        "    params: [q]\n");
    files.write("sub/params.yaml", "p: 1\n").write("sub/v.yaml", "v: 2\n").write("params.yaml", "p: 9\n");
    files.write("dvc.yaml", "");
    const Loaded loaded = files.load();
    REQUIRE(brief(loaded.problems) == "");
    const Stage& stage = loaded.project.stages.at(0);
    CHECK(stage.commands.at(0) == "y 1 2");
    CHECK(stage.wdir == "sub/w");
    CHECK(stage.deps.at(0).path == "top");
    CHECK(stage.deps.at(0).written == "../../top");
    CHECK(stage.outs.at(0).path == "sub/w/o");
    CHECK(stage.params.at(0).file == "sub/w/params.yaml");
}

TEST_CASE("what is left out, and data, is not searched") {
    TestProject files;
    files.write("dvc.yaml", "stages:\n  x:\n    cmd: y\n    outs: [made]\n");
    files.write("made/dvc.yaml", stage_x).write("other/.dvc/config", "").write("other/dvc.yaml", stage_x);
    files.write(".dvcignore", "skipped\n").write("skipped/dvc.yaml", stage_x).write(".git/dvc.yaml", stage_x);
    files.write(".gitignore", "/quiet\nlone.dvc\n").write("quiet/dvc.yaml", stage_x).write("lone.dvc", "outs: []\n");
    files.write(".git/info/exclude", "# mine\n!\n/private\n").write("private/dvc.yaml", stage_x);
    CHECK(addresses(files) == "x");
    CHECK(files.load().project.folders == std::vector<std::string>{"."});
}

TEST_CASE("links to folders are not followed") {
    TestProject files;
    files.write("dvc.yaml", stage_x).write("real/dvc.yaml", stage_x);
    std::filesystem::create_directory_symlink("real", files.root() / "link");
    CHECK(addresses(files) == "x real/dvc.yaml:x");
}

TEST_CASE("a .dvc folder makes a project, even an empty one") {
    TestProject files;
    files.write(".dvc/config", "");
    CHECK(addresses(files) == "");
    CHECK(files.load().ok());
}

TEST_CASE(".dvc files") {
    TestProject files;
    files.write(".dvc/config", "");
    files.write("s/a.dvc",
                "wdir: ..\nouts:\n- md5: d41d8cd98f00b204e9800998ecf8427e\n  size: 0\n  hash: md5\n  path: a\n"
                "  cache: false\nmeta: {k: v}\ndesc: d\n");
    const Loaded loaded = files.load();
    REQUIRE(brief(loaded.problems) == "");
    const Stage& stage = loaded.project.stages.at(0);
    CHECK(stage.origin == Origin::data);
    CHECK(stage.local_name.empty());
    CHECK(stage.commands.empty());
    CHECK(stage.outs.at(0).path == "a");
    CHECK(stage.outs.at(0).written == "a");
    CHECK_FALSE(stage.outs.at(0).cache);
    CHECK(stage.description == "d");
    CHECK(stage.meta["k"] == "v");
    const auto problems = [&](const std::string& text) {
        files.write("s/a.dvc", text);
        return brief(files.load().problems);
    };
    CHECK(problems("") == "");
    CHECK(problems("outs:\n") == "");
    CHECK(problems("frozen: true\ndeps:\n- path: x\n  repo: {url: u, rev_lock: r}\nouts:\n- path: a\n") == "");
    CHECK(files.load().project.stages.at(0).deps.at(0).is_url());
    CHECK(problems("cmd: x\n") == "MLP014 s/a.dvc:1:1");
    CHECK(problems("outs:\n- md5: abc\n") == "MLP012 s/a.dvc:2:3");
    CHECK(problems("- a\n") == "MLP011 s/a.dvc:1:1");
    CHECK(problems("outs: [\n").starts_with("MLP001 s/a.dvc"));
}

TEST_CASE("outputs against files: overlaps, stage files, .dvcignore") {
    TestProject overlap;
    overlap.write("dvc.yaml", "stages:\n  x:\n    cmd: y\n    outs: [a]\n").write("a.dvc", "outs:\n- path: a\n");
    CHECK(addresses(overlap).starts_with("MLP033 a.dvc:2:9"));
    TestProject inside;
    inside.write(".dvc/config", "").write("d/dvc.yaml", "stages:\n  x:\n    cmd: y\n    outs: [../d]\n");
    CHECK(addresses(inside).starts_with("MLP041 d/dvc.yaml:4:12"));
    TestProject ignored;
    ignored.write("dvc.yaml", "stages:\n  x:\n    cmd: y\n    outs: [tmp/o]\n    deps: [tmp/i]\n")
        .write(".dvcignore", "tmp\n");
    CHECK(addresses(ignored).starts_with("MLP031 dvc.yaml:4:12"));
    TestProject broken;
    broken.write("dvc.yaml", stage_x).write(".dvcignore", "ok\n!\n");
    CHECK(addresses(broken).starts_with("MLP002 .dvcignore:2"));
}

}  // namespace mlp::config

// dvc.yaml: what DVC takes is taken, what it refuses is refused, values come out as DVC makes them.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tests/unit/config/project.hpp"

namespace mlp::config {

namespace {

/// "name: command; command | name: …", or the problems.
std::string commands(const std::string& yaml, const std::string& params = "") {
    TestProject files;
    files.write("dvc.yaml", yaml);
    if (!params.empty()) files.write("params.yaml", params);
    const Loaded loaded = files.load();
    if (!loaded.ok()) return brief(loaded.problems);
    std::string text;
    for (const Stage& stage : loaded.project.stages) {
        text += fmt::format("{}{}: {}", text.empty() ? "" : " | ", stage.name, fmt::join(stage.commands, "; "));
    }
    return text;
}

Stage only_stage(const std::string& yaml) {
    TestProject files;
    files.write("dvc.yaml", "stages:\n" + yaml);
    const Loaded loaded = files.load();
    REQUIRE(brief(loaded.problems) == "");
    return loaded.project.stages.at(0);
}

std::string problems(const std::string& yaml) {
    TestProject files;
    files.write("dvc.yaml", yaml);
    return brief(files.load().problems);
}

}  // namespace

TEST_CASE("a project of one dvc.yaml") {
    TestProject files;
    files.write("dvc.yaml", "stages:\n  a:\n    cmd: x\n    deps: [d/]\n    outs: [o]\n");
    const Loaded loaded = files.load();
    CHECK(loaded.ok());
    CHECK(loaded.project.file == "dvc.yaml");
    CHECK(loaded.project.name == files.root().filename().string());
    CHECK(loaded.project.inputs == std::vector<std::string>{"dvc.yaml"});
    const Stage& stage = loaded.project.stages.at(0);
    CHECK(stage.origin == Origin::dvc);
    CHECK(stage.file == "dvc.yaml");
    CHECK(stage.deps.at(0).path == "d");
    CHECK(stage.deps.at(0).written == "d/");
}

TEST_CASE("both files give one project, and a name stands in one of them") {
    TestProject files(stages("  a: {cmd: x, outs: [o]}\n"));
    files.write("dvc.yaml", "stages:\n  b:\n    cmd: y\n    deps: [o]\n");
    const Loaded loaded = files.load();
    CHECK(loaded.ok());
    CHECK(loaded.project.file == "mlp.yaml");
    REQUIRE(loaded.project.stages.size() == 2);
    CHECK(loaded.project.stages[1].origin == Origin::dvc);
    files.write("dvc.yaml", "stages:\n  a:\n    cmd: y\n");
    CHECK(brief(files.load().problems) == "MLP016 dvc.yaml:2:3");
}

TEST_CASE("files without stages are projects") {
    for (const std::string yaml : {"", "# nothing\n", "{}\n", "stages: {}\n", "vars: []\n"}) {
        CAPTURE(yaml);
        CHECK(problems(yaml) == "");
    }
}

TEST_CASE("a text of commands is cut into lines after its templates are resolved, a list is not cut") {
    const Stage text = only_stage("  a:\n    cmd: |\n      one\n\n      two \\\n        three\n");
    CHECK(text.commands == std::vector<std::string>{"one", "two \\", "  three"});
    CHECK(text.command_text == "one\n\ntwo \\\n  three\n");
    const Stage list = only_stage("  a:\n    cmd:\n    - |\n      one\n      two\n    - three\n");
    CHECK(list.commands == std::vector<std::string>{"one\ntwo\n", "three"});
    CHECK_FALSE(list.command_text.has_value());
    CHECK(commands("vars: [{c: \"p\\nq\"}]\nstages:\n  a:\n    cmd: x ${c}\n") == "a: x p; q");
}

TEST_CASE("foreach as DVC expands it") {
    CHECK(commands("stages:\n  a:\n    foreach: [1, '1', true, 0.1, 1e-5, null, x y]\n    do: {cmd: 'x ${item}'}\n") ==
          "a@1: x 1 | a@true: x true | a@0.1: x 0.1 | a@1e-05: x 1e-05 | a@None: x None | a@x y: x x y");
    CHECK(commands("stages:\n  a:\n    foreach: {k: v}\n    do: {cmd: 'x ${key} ${item}'}\n") == "a@k: x k v");
    // ${key} belongs to maps, names with '@' cannot be found again
    CHECK(commands("stages:\n  a:\n    foreach: [1]\n    do: {cmd: 'x ${key}'}\n") == "MLP052 dvc.yaml:4:18");
    CHECK(commands("stages:\n  a:\n    foreach: ['a@b']\n    do: {cmd: x}\n") == "MLP015 dvc.yaml:3:15");
    CHECK(commands("stages:\n  a:\n    foreach: ['']\n    do: {cmd: x}\n") == "MLP015 dvc.yaml:3:15");
    CHECK(commands("stages:\n  a:\n    foreach: []\n    do: {cmd: x}\n") == "");
    CHECK(commands("stages:\n  a:\n    foreach: []\n    do: {cmd: x, what: 1}\n").starts_with("MLP057? "));
    CHECK(commands("stages:\n  a:\n    foreach: [1]\n    do: {cmd: x, matrix: {m: [2]}}\n") == "a@1: x");
}

TEST_CASE("matrix as DVC expands it") {
    CHECK(commands("stages:\n  a:\n    matrix: {x: [1, {n: 2}], y: [b]}\n    cmd: c ${item.x} ${item.y} ${key}\n") ==
          "a@1-b: c 1 b 1-b | a@x1-b: c --n 2 b x1-b");
    CHECK(commands("stages:\n  a:\n    matrix: {y: '${m}'}\n    cmd: c ${item.y}\n", "m: {p: 1, q: 2}\n") ==
          "a@p: c p | a@q: c q");
    CHECK(commands("stages:\n  a:\n    matrix: {}\n    cmd: c\n") == "MLP057 dvc.yaml:3:13");
}

TEST_CASE("vars of a stage see its item and may not take its name") {
    TestProject files;
    files.write("dvc.yaml",
                "stages:\n  a:\n    foreach: [u, v]\n    do:\n      wdir: ${item}\n      vars: [p.yaml, {n: 1}]\n"
                "      cmd: x ${q} ${n}\n");
    files.write("u/p.yaml", "q: 7\n").write("v/p.yaml", "q: 8\n");
    const Loaded loaded = files.load();
    REQUIRE(brief(loaded.problems) == "");
    CHECK(loaded.project.stages.at(0).commands.at(0) == "x 7 1");
    CHECK(loaded.project.stages.at(1).commands.at(0) == "x 8 1");
    CHECK(loaded.project.stages.at(1).wdir == "v");
    CHECK(commands("stages:\n  a:\n    foreach: [u]\n    do:\n      vars: [{item: 1}]\n      cmd: x\n") ==
          "MLP056 dvc.yaml:5:14");
}

TEST_CASE("values as DVC's YAML has them") {
    CHECK(commands("stages: {a: {cmd: 'x ${a} ${b} ${c} ${d}'}}\n",
                   "a: 1_000\nb: 0b11\nc: 100000000000000000000\nd: .nan\n") ==
          "a: x 1000 3 100000000000000000000 nan");
    CHECK(commands("stages: {a: {cmd: 'x ${1}'}}\n", "1: y\n") == "MLP052 dvc.yaml:1:22");
    CHECK(commands("stages: {a: {cmd: x}}\n", "d: {e: 2020-01-02}\n") == "MLP054 params.yaml:1:1");
    CHECK(commands("stages: {a: {foreach: [2020-01-02], do: {cmd: x}}}\n") == "MLP054 dvc.yaml:1:23");
    CHECK(commands("stages:\n  1: {cmd: x}\n") == "MLP011 dvc.yaml:2:3");
    CHECK(commands("stages: {a: {cmd: x, outs: [2020-01-02]}}\n") == "MLP011 dvc.yaml:1:29");
}

TEST_CASE("a boolean named by a reference is Python's in a name, one written there is not") {
    const std::string params = "t: true\nl: [false]\n";
    CHECK(commands("stages:\n  a:\n    foreach: ['${t}', true]\n    do: {cmd: 'x ${item}'}\n", params) ==
          "a@True: x true | a@true: x true");
    CHECK(commands("stages:\n  a:\n    foreach: ${l}\n    do: {cmd: x}\n", params) == "a@False: x");
    CHECK(commands("stages:\n  a:\n    matrix: {m: '${l}', n: [true]}\n    cmd: x\n", params) == "a@False-true: x");
}

TEST_CASE("settings of DVC say how maps become options") {
    TestProject files;
    files.write("dvc.yaml", "stages: {a: {cmd: 'x ${d}'}}\n").write("params.yaml", "d: {on: false, l: [1, 2]}\n");
    files.write(".dvc/config", "[parsing]\n    bool = boolean_optional\n    list = append\n");
    const Loaded loaded = files.load();
    REQUIRE(brief(loaded.problems) == "");
    CHECK(loaded.project.stages.at(0).commands.at(0) == "x --no-on --l 1 --l 2");
    files.write(".dvc/config", "[parsing\n");
    CHECK(brief(files.load().problems).starts_with("MLP001 .dvc/config"));
}

TEST_CASE("vars take no templates, and no file in two ways") {
    CHECK(commands("vars: ['${f}.yaml']\nstages: {}\n") == "MLP054 dvc.yaml:1:8");
    CHECK(commands("vars: [{a: '${b}'}]\nstages: {}\n") == "MLP054 dvc.yaml:1:12");
    CHECK(commands("vars: [params.yaml]\nstages: {a: {cmd: 'x ${p}'}}\n", "p: 1\n") == "a: x 1");
    CHECK(commands("vars: ['params.yaml:p']\nstages: {}\n", "p: 1\n") == "MLP056 dvc.yaml:1:8");
}

TEST_CASE("expressions as DVC reads them") {
    const auto command = [](const std::string& text) {
        return commands("stages:\n  a:\n    cmd: '" + text + "'\n",
                        "l: [1, 2]\nmy key: 3\nd: {e: .5, f: [true, x y]}\n");
    };
    CHECK(command("x ${l[1]} ${l.0} ${l[-1]}") == "a: x 2 1 2");
    CHECK(command("x ${ d . e } ${my key}") == "a: x 0.5 3");
    CHECK(command("x ${d}") == "a: x --e 0.5 --f True 'x y'");
    CHECK(command("x \\${HOME} ${ ${d.e") == "a: x ${HOME} ${ ${d.e");
    CHECK(command("${d}") == "MLP054 dvc.yaml:3:10");
    CHECK(command("x ${l}") == "MLP054 dvc.yaml:3:13");
}

TEST_CASE("outputs: flags, duplicates, places") {
    const Stage stage = only_stage(
        "  a:\n    cmd: x\n    outs:\n    - o\n    - o: {cache: false, push: false, remote: r, checkpoint: true}\n"
        "    - ../up: {cache: false}\n    metrics: [m.json: {persist: true}]\n    plots: [p.csv: {x: a, header: "
        "false}]\n");
    REQUIRE(stage.outs.size() == 4);
    CHECK(stage.outs[0].path == "o");
    CHECK_FALSE(stage.outs[0].cache);
    CHECK_FALSE(stage.outs[0].push);
    CHECK(stage.outs[0].remote == "r");
    CHECK(stage.outs[1].path.starts_with('/'));
    CHECK(stage.outs[1].written == "../up");
    CHECK(stage.outs[2].persist);
    CHECK(stage.outs[3].options["x"] == "a");
    const auto out = [](const std::string& outs) { return problems("stages:\n  a:\n    cmd: x\n    outs: " + outs); };
    CHECK(out("[o, ./o]") == "MLP034 dvc.yaml:4:15");
    CHECK(out("[../up]") == "MLP030 dvc.yaml:4:12");
    CHECK(out("['s3://b/k']") == "MLP030 dvc.yaml:4:12");
    CHECK(out("[{'s3://b/k': {cache: false}}]") == "");
    CHECK(out("[x.dvc]") == "MLP031 dvc.yaml:4:12");
    CHECK(out("[sub/dvc.yaml]") == "MLP031 dvc.yaml:4:12");
    CHECK(out("[{o: }]") == "MLP011 dvc.yaml:4:15");
    CHECK(out("[{o: {cache: '${c}'}}]") == "MLP011 dvc.yaml:4:24");
    CHECK(out("[{o: {cahce: true}}]") == "MLP010 dvc.yaml:4:17");
}

TEST_CASE("dependencies may lie anywhere and stand twice") {
    const Stage stage = only_stage("  a:\n    cmd: x\n    deps: [d, d, ../e, /f/g/, 's3://b/k', 'ds://set']\n");
    REQUIRE(stage.deps.size() == 6);
    CHECK(stage.deps[2].path.starts_with('/'));
    CHECK(stage.deps[2].written == "../e");
    CHECK(stage.deps[3].path == "/f/g");
    CHECK(stage.deps[4].is_url());
    CHECK(problems("stages:\n  a:\n    cmd: x\n    deps: [5]\n") == "MLP011 dvc.yaml:4:12");
    CHECK(problems("stages:\n  a:\n    cmd: x\n    deps: [o]\n    outs: [o]\n") == "MLP032 dvc.yaml:4:12");
}

TEST_CASE("an absolute path inside of the project is written relative to the stage's folder") {
    TestProject files;
    files.write("dvc.yaml",
                "stages:\n  a:\n    cmd: x\n    wdir: w\n    deps: ['" + (files.root() / "d/e").string() + "']\n");
    const Stage stage = files.load().project.stages.at(0);
    CHECK(stage.deps.at(0).path == "d/e");
    CHECK(stage.deps.at(0).written == "../d/e");
}

TEST_CASE("params: keys, files, whole files") {
    const Stage stage = only_stage(
        "  a:\n    cmd: x\n    params: [a, a, {p.yaml: [b], q.json: }, {r.toml: []}, {p.yaml: [c]}, {./p.yaml: "
        "[d]}]\n");
    REQUIRE(stage.params.size() == 5);
    CHECK(stage.params[0].keys == std::vector<std::string>{"a"});
    CHECK(stage.params[1].keys == std::vector<std::string>{"b", "c"});
    CHECK(stage.params[2].keys.empty());
    CHECK(stage.params[4].file == "p.yaml");
    CHECK(stage.params[4].written == "./p.yaml");
    CHECK(problems("stages:\n  a:\n    cmd: x\n    params: [{p.yaml: a}]\n") == "MLP011 dvc.yaml:4:23");
    CHECK(problems("stages:\n  a:\n    cmd: x\n    params: [1]\n") == "MLP011 dvc.yaml:4:14");
}

TEST_CASE("keys of dvc.yaml that DVC does not know are refused, those of mlp.yaml too") {
    CHECK(problems("stage: {}\n") == "MLP010 dvc.yaml:1:1");
    CHECK(problems("stages:\n  a: {cmd: x, timeout: 5}\n") == "MLP010 dvc.yaml:2:15");
    CHECK(problems("stages:\n  a: {cmd: x, dep: []}\n") == "MLP010 dvc.yaml:2:15");
    CHECK(problems("stages:\n  a: {deps: [x]}\n") == "MLP012 dvc.yaml:2:3");
    CHECK(problems("stages:\n  a:\n") == "MLP011 dvc.yaml:2:5");
    CHECK(problems("stages:\n  a: {cmd: x, frozen: 'yes'}\n") == "MLP011 dvc.yaml:2:23");
}

TEST_CASE("names that only DVC's own command refuses are told, not refused") {
    CHECK(problems("stages:\n  a.b: {cmd: x}\n") == "MLP015? dvc.yaml:2:3");
    CHECK(problems("stages:\n  'a@b': {cmd: x}\n") == "MLP015 dvc.yaml:2:3");
    CHECK(problems("stages:\n  '': {cmd: x}\n") == "MLP015 dvc.yaml:2:3");
}

TEST_CASE("top-level sections are checked and kept") {
    TestProject files;
    files.write(
        "dvc.yaml",
        "params: [p.yaml]\nmetrics: [m.json, '${m}']\n"
        "plots: [a.csv, {b: {x: {f.csv: u}, y: {f.csv: [v, w]}, title: T}}, {c.csv: }]\n"
        "artifacts: {model: {path: m.bin, type: model, labels: [l]}}\ndatasets: [{name: d, type: url, url: u}]\n");
    files.write("params.yaml", "m: n.json\n");
    const Loaded loaded = files.load();
    REQUIRE(brief(loaded.problems) == "");
    const DvcYaml& file = loaded.project.dvc_files.at(0);
    CHECK(file.params.at(0).path == "p.yaml");
    CHECK(file.metrics.at(1).path == "n.json");
    CHECK(file.plots.size() == 3);
    CHECK(file.artifacts["model"]["path"] == "m.bin");
    CHECK(problems("plots: [{a: {z: 1}}]\n") == "MLP010 dvc.yaml:1:14");
    CHECK(problems("plots: [{a: {y: [1]}}]\n") == "MLP011 dvc.yaml:1:17");
    CHECK(problems("plots: {a: {}}\n") == "MLP011 dvc.yaml:1:8");
    CHECK(problems("artifacts: {a: {}}\n") == "MLP012 dvc.yaml:1:13");
    CHECK(problems("metrics: [{a: }]\n") == "MLP011 dvc.yaml:1:11");
}

}  // namespace mlp::config

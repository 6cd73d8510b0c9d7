// params.yaml and vars as one set of names.
#include <doctest/doctest.h>

#include "tests/unit/config/project.hpp"

namespace mlp::config {

namespace {

std::string yaml(const std::string& vars, const std::string& command) {
    return "version: 1\nproject: p\nvars: " + vars + "\nstages:\n  a: {cmd: '" + command + "'}\n";
}

/// The command of the only stage, or the problems.
std::string command(const TestProject& files) {
    const Loaded loaded = files.load();
    return loaded.problems.empty() ? loaded.project.stages.at(0).commands.at(0) : brief(loaded.problems);
}

}  // namespace

TEST_CASE("files, parts of files and maps are merged deeply") {
    TestProject files(
        yaml("[v.yaml, 'w.json:b,c', {deep: {d: 4}, e: 5}]", "${lr} ${deep.a} ${deep.d} ${b} ${c.x} ${e}"));
    files.write("params.yaml", "lr: 0.1\n").write("v.yaml", "deep: {a: 1}\n");
    files.write("w.json", "{\"b\": 2, \"c\": {\"x\": 3}, \"other\": 9}");
    CHECK(command(files) == "0.1 1 4 2 3 5");
    CHECK(files.load().project.inputs == std::vector<std::string>{"mlp.yaml", "params.yaml", "v.yaml", "w.json"});
}

TEST_CASE("a part brings nothing else of its file") {
    TestProject files(yaml("['v.yaml:a']", "${a} ${b}"));
    files.write("v.yaml", "a: 1\nb: 2\n");
    CHECK(command(files) == "MLP052 mlp.yaml:5:18");
}

TEST_CASE("a name is set once, and the second place is told") {
    TestProject inline_map(yaml("[{lr: 1}]", "x"));
    inline_map.write("params.yaml", "lr: 0.1\n");
    CHECK(command(inline_map) == "MLP056 mlp.yaml:3:9");

    TestProject files(yaml("[v.yaml]", "x"));
    files.write("params.yaml", "deep:\n  a: 1\n").write("v.yaml", "deep:\n  b: 1\n  a: 2\n");
    const Loaded loaded = files.load();
    CHECK(brief(loaded.problems) == "MLP056 v.yaml:3:3");
    CHECK(loaded.problems[0].message == "'deep.a' has a value already");

    TestProject json(yaml("[v.json]", "x"));
    json.write("params.yaml", "a: 1\n").write("v.json", "{\"a\": 2}");
    CHECK(command(json) == "MLP056 mlp.yaml:3:8");
}

TEST_CASE("a file that was read is not read again") {
    TestProject files(yaml("[params.yaml, ./v.yaml, v.yaml]", "x ${lr}${v}"));
    files.write("params.yaml", "lr: 1\n").write("v.yaml", "v: 2\n");
    CHECK(command(files) == "x 12");
}

TEST_CASE("vars that cannot be used") {
    const auto problems = [](const std::string& vars) {
        TestProject files(yaml(vars, "x"));
        files.write("list.yaml", "- a\n")
            .write("bad.yaml", "a: [\n")
            .write("empty.yaml", "")
            .write("v.yaml", "abc: 1\n");
        return command(files);
    };
    CHECK(problems("[no.yaml]") == "MLP055 mlp.yaml:3:8");
    CHECK(problems("[../v.yaml]") == "MLP030 mlp.yaml:3:8");
    CHECK(problems("[list.yaml]") == "MLP011 mlp.yaml:3:8");
    CHECK(problems("[bad.yaml]").find("MLP001 bad.yaml") == 0);
    CHECK(problems("['v.yaml:abd']") == "MLP051 mlp.yaml:3:8");
    CHECK(problems("[1]") == "MLP011 mlp.yaml:3:8");
    CHECK(problems("v.yaml") == "MLP011 mlp.yaml:3:7");
    CHECK(problems("[empty.yaml]") == "x");
    CHECK(problems("[]") == "x");
}

TEST_CASE("params.yaml that is no map is told where it begins") {
    TestProject files(stages("  a: {cmd: x}\n"));
    files.write("params.yaml", "- 1\n");
    CHECK(command(files) == "MLP011 params.yaml:1:1");
    files.write("params.yaml", "# nothing\n");
    CHECK(command(files) == "x");
}

TEST_CASE("params of a stage: whole files and keys of them") {
    TestProject files(stages("  a: {cmd: x, params: [lr, p.yaml: [a, b], params.yaml: , p.yaml: [c]]}\n"));
    const Loaded loaded = files.load();
    REQUIRE_MESSAGE(loaded.problems.empty(), only_message(loaded));
    const Stage& stage = loaded.project.stages.at(0);
    REQUIRE(stage.params.size() == 2);
    CHECK(stage.params[0].file == "params.yaml");
    CHECK(stage.params[0].keys.empty());
    CHECK(stage.params[1].keys == std::vector<std::string>{"a", "b", "c"});
    CHECK(stage.params[1].key_places.size() == 3);
}

}  // namespace mlp::config

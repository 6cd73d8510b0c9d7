#include <doctest/doctest.h>

#include "tests/unit/config/project.hpp"

namespace mlp::config {

namespace {

/// "name: command" of all stages, or the problems.
std::string expanded(const std::string& yaml) {
    TestProject files(stages(yaml));
    files.write("params.yaml", "names: [x, y]\nmodels: {small: {n: 1}, large: {n: 9}}\n");
    const Loaded loaded = files.load();
    if (!loaded.problems.empty()) return brief(loaded.problems);
    std::string text;
    for (const Stage& stage : loaded.project.stages) {
        text += (text.empty() ? "" : "; ") + stage.name + ": " + stage.commands.at(0);
    }
    return text;
}

}  // namespace

TEST_CASE("foreach over single values: the value is the name") {
    CHECK(expanded("  t:\n    foreach: [a, 2, true, 0.5]\n    do: {cmd: 'x ${item}'}\n") ==
          "t@a: x a; t@2: x 2; t@true: x true; t@0.5: x 0.5");
    CHECK(expanded("  t:\n    foreach: ${names}\n    do: {cmd: 'x ${item}'}\n") == "t@x: x x; t@y: x y");
    CHECK(expanded("  t:\n    foreach: ['${names[1]}', b]\n    do: {cmd: 'x ${item}'}\n") == "t@y: x y; t@b: x b");
}

TEST_CASE("foreach over maps: keys, or indexes in a list") {
    CHECK(expanded("  t:\n    foreach: ${models}\n    do: {cmd: 'x ${key} ${item.n}'}\n") ==
          "t@small: x small 1; t@large: x large 9");
    CHECK(expanded("  t:\n    foreach: [{n: 1}, {n: 2}]\n    do: {cmd: 'x ${item.n}'}\n") == "t@0: x 1; t@1: x 2");
    CHECK(expanded("  t:\n    foreach: [a, [b]]\n    do: {cmd: x}\n") == "t@0: x; t@1: x");
}

TEST_CASE("matrix: the product in order, the last axis fastest") {
    CHECK(expanded("  t:\n    matrix: {m: [a, b], s: [1, 2]}\n    cmd: x ${item.m} ${item.s}\n") ==
          "t@a-1: x a 1; t@a-2: x a 2; t@b-1: x b 1; t@b-2: x b 2");
    CHECK(expanded("  t:\n    matrix: {os: [linux], v: [{n: 3}]}\n    cmd: x ${key} ${item.v.n}\n") ==
          "t@linux-v0: x linux-v0 3");
    CHECK(expanded("  t:\n    matrix: {m: '${names}'}\n    cmd: x ${item.m}\n") == "t@x: x x; t@y: x y");
}

TEST_CASE("groups that cannot be expanded") {
    CHECK(expanded("  t:\n    foreach: word\n    do: {cmd: x}\n") == "MLP057 mlp.yaml:5:14");
    CHECK(expanded("  t:\n    foreach: []\n    do: {cmd: x}\n") == "MLP057? mlp.yaml:5:14");
    CHECK(expanded("  t:\n    foreach: [a]\n") == "MLP012 mlp.yaml:4:3");
    CHECK(expanded("  t:\n    do: {cmd: x}\n") == "MLP012 mlp.yaml:4:3");
    CHECK(expanded("  t:\n    foreach: [a]\n    do: x\n") == "MLP011 mlp.yaml:6:9");
    CHECK(expanded("  t:\n    foreach: [a]\n    do: {cmd: x}\n    deps: [b]\n") == "MLP010 mlp.yaml:7:5");
    CHECK(expanded("  t:\n    foreach: [a]\n    do: {cmd: x, matrix: {a: [1]}}\n") == "MLP017 mlp.yaml:6:18");
    CHECK(expanded("  t:\n    matrix: [a]\n    cmd: x\n") == "MLP057 mlp.yaml:5:13");
    CHECK(expanded("  t:\n    matrix: {a: b}\n    cmd: x\n") == "MLP057 mlp.yaml:5:17");
    CHECK(expanded("  t:\n    matrix: {a: []}\n    cmd: x\n") == "MLP057? mlp.yaml:5:13");
    CHECK(expanded("  t:\n    foreach: [a, a]\n    do: {cmd: x}\n") == "MLP016 mlp.yaml:5:18");
    CHECK(expanded("  t:\n    foreach: [\"a\\nb\"]\n    do: {cmd: x}\n") == "MLP015 mlp.yaml:5:15");
    CHECK(expanded("  t:\n    foreach: ['']\n    do: {cmd: x}\n") == "MLP015 mlp.yaml:5:15");
}

TEST_CASE("a mistake in the body is told once, not once for each item") {
    CHECK(expanded("  t:\n    foreach: [a, b, c]\n    do:\n      cmd: x ${item.no}\n      dpes: []\n") ==
          "MLP052 mlp.yaml:7:14; MLP010 mlp.yaml:8:7");
}

TEST_CASE("a matrix that would never end is refused") {
    std::string yaml = "  t:\n    cmd: x\n    matrix:\n";
    for (const char axis : std::string("abcdef")) yaml += std::string("      ") + axis + ": [1,2,3,4,5,6,7,8,9,10]\n";
    CHECK(expanded(yaml) == "MLP057 mlp.yaml:7:7");
}

TEST_CASE("vars of a stage are its own") {
    const std::string yaml =
        "  a:\n    vars: [{v: 1}]\n    cmd: x ${v}\n"
        "  b:\n    vars: [{v: 2}]\n    foreach: [i]\n    do: {cmd: 'y ${item}'}\n";
    CHECK(expanded(yaml) == "MLP010 mlp.yaml:8:5");
    CHECK(expanded("  a:\n    vars: [{v: 1}]\n    cmd: x ${v}\n  b: {cmd: 'y ${v}'}\n") == "MLP052 mlp.yaml:7:15");
}

TEST_CASE("commands: lines of a text, items of a list, and lines that go on") {
    const auto commands = [](const std::string& cmd) {
        TestProject files(stages("  a:\n    cmd: " + cmd));
        const Loaded loaded = files.load();
        REQUIRE_MESSAGE(loaded.problems.empty(), only_message(loaded));
        return loaded.project.stages.at(0).commands;
    };
    using Commands = std::vector<std::string>;
    CHECK(commands("one\n") == Commands{"one"});
    CHECK(commands("|\n      one\n\n      two\n") == Commands{"one", "two"});
    CHECK(commands("|\n      one \\\n        more\n      two\n") == Commands{"one \\\n  more", "two"});
    CHECK(commands("|\n      one \\\\\n      two\n") == Commands{"one \\\\", "two"});
    CHECK(commands("[one, \"two\\nthree\"]\n") == Commands{"one", "two\nthree"});
}

TEST_CASE("a test is one shell call, whatever its lines") {
    TestProject files("version: 1\nproject: p\ntests:\n  t: |\n    x=1\n    echo $x\n  u: {cmd: one}\n");
    const Loaded loaded = files.load();
    REQUIRE_MESSAGE(loaded.problems.empty(), only_message(loaded));
    CHECK(loaded.project.tests.at(0).command == "x=1\necho $x");
    CHECK(loaded.project.tests.at(1).command == "one");
}

TEST_CASE("a line break in a parameter does not start a command") {
    TestProject files(stages("  a:\n    cmd: |\n      echo ${evil}\n      second\n"));
    files.write("params.yaml", "evil: \"x\\nrm -rf y\"\n");
    const Loaded loaded = files.load();
    CHECK(loaded.project.stages.at(0).commands == std::vector<std::string>{"echo x\nrm -rf y", "second"});
}

}  // namespace mlp::config

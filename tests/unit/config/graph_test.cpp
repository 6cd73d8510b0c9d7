#include <doctest/doctest.h>

#include "tests/unit/config/project.hpp"

namespace mlp::config {

namespace {

Loaded load(const std::string& text) { return TestProject(stages(text)).load(); }

}  // namespace

TEST_CASE("every file has one maker") {
    const Loaded loaded = load("  a: {cmd: x, outs: [b]}\n  c: {cmd: x, outs: [./b]}\n");
    CHECK(brief(loaded.problems) == "MLP033 mlp.yaml:5:22");
    CHECK(loaded.problems[0].message == "stages 'a' and 'c' both make 'b'");
    CHECK(loaded.problems[0].hint.find("mlp.yaml:4:22") != std::string::npos);
    CHECK(brief(load("  a: {cmd: x, outs: [b], metrics: [b]}\n").problems) == "MLP034 mlp.yaml:4:36");
    CHECK(brief(load("  a: {cmd: x, outs: [b], wdir: s}\n  c: {cmd: x, outs: [s/b]}\n").problems) ==
          "MLP033 mlp.yaml:5:22");
}

TEST_CASE("outputs inside outputs, in either order") {
    CHECK(brief(load("  a: {cmd: x, outs: [d]}\n  c: {cmd: x, outs: [d/e/f]}\n").problems) == "MLP033 mlp.yaml:5:22");
    CHECK(brief(load("  a: {cmd: x, outs: [d/e/f]}\n  c: {cmd: x, outs: [d]}\n").problems) == "MLP033 mlp.yaml:5:22");
    CHECK(load("  a: {cmd: x, outs: [d]}\n  c: {cmd: x, outs: [d2, de/f]}\n").problems.empty());
}

TEST_CASE("a stage that reads what it makes") {
    CHECK(brief(load("  a: {cmd: x, deps: [b], outs: [b]}\n").problems) == "MLP032 mlp.yaml:4:22");
    CHECK(brief(load("  a: {cmd: x, deps: [d], outs: [d/b]}\n").problems) == "MLP032 mlp.yaml:4:22");
    CHECK(brief(load("  a: {cmd: x, deps: [d/b], outs: [d]}\n").problems) == "MLP032 mlp.yaml:4:22");
}

TEST_CASE("cycles are shown as the way round") {
    const Loaded three = load(
        "  a: {cmd: x, deps: [fc], outs: [fa]}\n"
        "  b: {cmd: x, deps: [fa], outs: [fb]}\n"
        "  c: {cmd: x, deps: [fb], outs: [fc]}\n");
    CHECK(brief(three.problems) == "MLP040 mlp.yaml:4:22");
    CHECK(three.problems[0].message == "stages wait for each other: a → b → c → a");
    CHECK(three.problems[0].hint.find("'a' needs 'fc', which 'c' makes") == 0);

    const Loaded two = load(
        "  a: {cmd: x, deps: [fb], outs: [fa]}\n"
        "  b: {cmd: x, deps: [fa], outs: [fb]}\n"
        "  c: {cmd: x, deps: [fd], outs: [fc]}\n"
        "  d: {cmd: x, deps: [fc], outs: [fd]}\n");
    CHECK(brief(two.problems) == "MLP040 mlp.yaml:4:22; MLP040 mlp.yaml:6:22");
}

TEST_CASE("cycles through folders and parameter files") {
    CHECK(brief(load("  a: {cmd: x, deps: [d], outs: [e]}\n  b: {cmd: x, deps: [e], outs: [d/f]}\n").problems) ==
          "MLP040 mlp.yaml:4:22");
    CHECK(brief(load("  a: {cmd: x, deps: [d/f], outs: [e]}\n  b: {cmd: x, deps: [e], outs: [d]}\n").problems) ==
          "MLP040 mlp.yaml:4:22");
    CHECK(brief(load("  a: {cmd: x, params: [p.yaml: ], outs: [e]}\n  b: {cmd: x, deps: [e], outs: [p.yaml]}\n")
                    .problems) == "MLP040 mlp.yaml:4:24");
}

TEST_CASE("a diamond is no cycle") {
    CHECK(load("  a: {cmd: x, outs: [a]}\n  b: {cmd: x, deps: [a], outs: [b]}\n  c: {cmd: x, deps: [a], outs: [c]}\n"
               "  d: {cmd: x, deps: [b, c], outs: [d]}\n")
              .problems.empty());
}

TEST_CASE("a chain of ten thousand stages, closed to a ring, is found and told short") {
    const int count = 10'000;
    std::string yaml;
    for (int i = 0; i < count; ++i) {
        const std::string before = std::to_string((i + count - 1) % count);
        const std::string self = std::to_string(i);
        yaml += "  s" + self + ": {cmd: x, deps: [f" + before + "], outs: [f" + self + "]}\n";
    }
    const Loaded loaded = load(yaml);
    REQUIRE(loaded.problems.size() == 1);
    CHECK(loaded.problems[0].code == "MLP040");
    CHECK(loaded.problems[0].message.find("…") != std::string::npos);
    CHECK(loaded.problems[0].message.size() < 200);
}

TEST_CASE("a gate names one stage of a group") {
    const std::string group = "  e:\n    foreach: [a, 0.5]\n    do: {cmd: x, metrics: ['m-${item}.json']}\n";
    CHECK(load(group + "models:\n  m: {path: p, gates: [e@a.auc > 1, e@0.5.auc.deep > 1]}\n").problems.empty());
    const std::string alike = "  e:\n    foreach: [0, 0.5]\n    do: {cmd: x, metrics: ['m-${item}.json']}\n";
    const Loaded longest = load(alike + "models:\n  m: {path: p, gates: [e@0.5.auc > 1]}\n");
    CHECK(longest.problems.empty());
    const Loaded all = load(group + "models:\n  m: {path: p, gates: [e.auc > 1]}\n");
    CHECK(brief(all.problems) == "MLP061 mlp.yaml:8:24");
    CHECK(all.problems[0].hint.find("e@a, e@0.5") != std::string::npos);
}

}  // namespace mlp::config

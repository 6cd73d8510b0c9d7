#include <doctest/doctest.h>

#include "tests/unit/config/project.hpp"

namespace mlp::config {

namespace {

/// The file after set_param, or "kind: message".
std::string after(const std::string& content, const std::string& key, const std::string& value,
                  const std::string& name = "params.yaml") {
    TestProject files;
    files.write(name, content);
    try {
        set_param(files.root() / name, key, value);
    } catch (const Error& error) {
        CHECK(files.read(name) == content);  // an error leaves the file alone
        return std::string(row_of(error.kind()).name) + ": " + error.message();
    }
    return files.read(name);
}

bool fails(const std::string& result, const std::string& kind) { return result.starts_with(kind + ": "); }

}  // namespace

TEST_CASE("one value changes, everything else stays") {
    const std::string text =
        "# head\ntrain:   # a group\n    lr: 0.1   # the rate\n    name: 'a b'\n\nlayers: [16, 8]  # two\n";
    CHECK(after(text, "train.lr", "0.2") ==
          "# head\ntrain:   # a group\n    lr: 0.2   # the rate\n    name: 'a b'\n\nlayers: [16, 8]  # two\n");
    CHECK(after(text, "train.name", "c") ==
          "# head\ntrain:   # a group\n    lr: 0.1   # the rate\n    name: c\n\nlayers: [16, 8]  # two\n");
    CHECK(after(text, "layers", "[4]") ==
          "# head\ntrain:   # a group\n    lr: 0.1   # the rate\n    name: 'a b'\n\nlayers: [4]  # two\n");
    CHECK(after(text, "layers.1", "9") ==
          "# head\ntrain:   # a group\n    lr: 0.1   # the rate\n    name: 'a b'\n\nlayers: [16, 9]  # two\n");
}

TEST_CASE("layouts of a value") {
    CHECK(after("a: 1", "a", "2") == "a: 2");
    CHECK(after("a: 1\r\nb: 2\r\n", "a", "3") == "a: 3\r\nb: 2\r\n");
    CHECK(after("\xEF\xBB\xBF"
                "a: 1\n",
                "a", "2") ==
          "\xEF\xBB\xBF"
          "a: 2\n");
    CHECK(after("{a: 1, b: {c: x}}\n", "b.c", "y") == "{a: 1, b: {c: y}}\n");
    CHECK(after("a: \"x # y\" # z\n", "a", "1") == "a: 1 # z\n");
    CHECK(after("a: 'it''s' # z\n", "a", "1") == "a: 1 # z\n");
    CHECK(after("a: \"q\\\"q\"\n", "a", "1") == "a: 1\n");
    CHECK(after("a:\nb: 1\n", "a", "1") == "a: 1\nb: 1\n");
    CHECK(after("a: # why\nb: 1\n", "a", "1") == "a: 1 # why\nb: 1\n");
    CHECK(after("a: ~\n", "a", "1") == "a: 1\n");
    CHECK(after("- x\n- y\n", "1", "z") == "- x\n- z\n");
    CHECK(after("l:\n  - 1\n  - 2  # two\nb: 1\n", "l.1", "3") == "l:\n  - 1\n  - 3  # two\nb: 1\n");
    CHECK(after("l:\n  - 1\n  - 2\nb: 1\n", "l", "[5, 6]") == "l:\n  [5, 6]\nb: 1\n");
    CHECK(after("l: [1,\n  2]  # c\nb: 1\n", "l", "7") == "l: 7  # c\nb: 1\n");
    CHECK(after("t: |\n  one\n  two\nb: 1\n", "t", "x") == "t: x\nb: 1\n");
    CHECK(after("größe: 1\nname: ä # ö\n", "name", "ü") == "größe: 1\nname: ü # ö\n");
    CHECK(after("'a b': 1\n\"c\": 2\n", "a b", "3") == "'a b': 3\n\"c\": 2\n");
    CHECK(after("a.b: 1\na:\n  c: 2\n", "a.b", "3") == "a.b: 3\na:\n  c: 2\n");
    CHECK(after("u: http://x:1/y\n", "u", "z") == "u: z\n");
}

TEST_CASE("values keep their type, for readers of YAML 1.1 too") {
    CHECK(after("a: 1\n", "a", "1e-5") == "a: 1.0e-5\n");
    CHECK(after("a: 1\n", "a", "2.5e3") == "a: 2.5e+3\n");
    CHECK(after("a: 1\n", "a", "'0.1'") == "a: '0.1'\n");
    CHECK(after("a: 1\n", "a", "yes") == "a: 'yes'\n");
    CHECK(after("a: 1\n", "a", "true") == "a: true\n");
    CHECK(after("a: 1\n", "a", "") == "a: null\n");
    CHECK(after("a: 1\n", "a", ".inf") == "a: .inf\n");
    CHECK(after("a: [1]\n", "a.0", "'x, y'") == "a: ['x, y']\n");
    CHECK(after("a: 1\n", "a", "{b: [1, x], c: 'd: e'}") == "a: {b: [1, x], c: 'd: e'}\n");
}

TEST_CASE("JSON files") {
    CHECK(after("{\n\t\"a\": 0.1,\n\t\"b\": {\"c\": [1, 2]}\n}\n", "a", "0.2", "p.json") ==
          "{\n\t\"a\": 0.2,\n\t\"b\": {\"c\": [1, 2]}\n}\n");
    CHECK(after("{\"b\": {\"c\": [1, 2]}}", "b.c", "[x]", "p.json") == "{\"b\": {\"c\": [\"x\"]}}");
    CHECK(after("{\"b\": {\"c\": [1, 2]}}", "b.c.0", "word", "p.json") == "{\"b\": {\"c\": [\"word\", 2]}}");
    CHECK(after("{\"a\": NaN}", "a", "1", "p.json") == "{\"a\": 1}");
}

TEST_CASE("a file that would not change is not written") {
    TestProject files;
    files.write("params.yaml", "a: 1\n");
    const auto before = base::signature_of(files.root() / "params.yaml");
    set_param(files.root() / "params.yaml", "a", "1");
    CHECK(base::signature_of(files.root() / "params.yaml") == before);
}

TEST_CASE("hostile values stay values") {
    CHECK(after("a: 1\nb: 2\n", "a", "\"x\\nb: 3\"") == "a: \"x\\nb: 3\"\nb: 2\n");
    CHECK(after("a: 1\n", "a", "'# no comment'") == "a: '# no comment'\n");
    CHECK(fails(after("a: 1\n", "a", "x\nb: 3"), "invalid"));
    CHECK(fails(after("a: 1\n", "a", "[1"), "invalid"));
    CHECK(fails(after("a: 1\n", "a", "\xff"), "invalid"));
}

TEST_CASE("keys that are not there, or are groups") {
    CHECK(after("train:\n  lr: 1\n", "train.lrr", "2") ==
          "missing: there is no parameter 'train.lrr' in the file. Did you mean 'train.lr'?");
    CHECK(fails(after("a: 1\n", "", "2"), "missing"));
    CHECK(fails(after("", "a", "2"), "missing"));
    CHECK(fails(after("a: [1]\n", "a.1", "2"), "missing"));
    CHECK(fails(after("train:\n  lr: 1\n", "train", "2"), "invalid"));
    CHECK(after("t: {lr: 1}\n", "t", "{lr: 2}") == "t: {lr: 2}\n");
    CHECK_THROWS_AS(set_param("/nowhere/params.yaml", "a", "1"), Error);
}

TEST_CASE("what cannot be changed alone is refused") {
    CHECK(fails(after("a: &x 1\nb: *x\n", "b", "2"), "invalid"));
    CHECK(fails(after("a: &x 1\nb: *x\n", "a", "2"), "invalid"));
    CHECK(fails(after("base: &x {k: 1}\nb:\n  <<: *x\n", "b.k", "2"), "invalid"));
    CHECK(fails(after("a: one\n  two\n", "a", "x"), "invalid"));
}

}  // namespace mlp::config

#include "core/config/yaml_edit.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"

namespace mlp::config {

namespace {

std::string set(const std::string& text, const std::vector<std::string>& path, const base::Json& value) {
    return with_yaml_value(text, "f.yaml", path, value);
}

std::string unset(const std::string& text, const std::vector<std::string>& path) {
    return without_yaml_key(text, "f.yaml", path);
}

}  // namespace

TEST_CASE("a value is set where it stands, or at the end of its map") {
    CHECK(set("", {"a", "b"}, 1) == "a:\n  b: 1\n");
    CHECK(set("a:\n    b: 1 # one\n\nc: 2\n", {"a", "b"}, 3) == "a:\n    b: 3 # one\n\nc: 2\n");
    CHECK(set("a:\n    b: 1 # one\nc: 2\n", {"a", "d"}, "x") == "a:\n    b: 1 # one\n    d: x\nc: 2\n");
    CHECK(set("a: # none yet\nc: 2\n", {"a", "d", "e"}, true) == "a: # none yet\n  d:\n    e: true\nc: 2\n");
    CHECK(set("c: 2", {"d"}, "no") == "c: 2\nd: 'no'\n");
    CHECK(set("a:\n  b: |\n    text\n    more\nc: 1\n", {"a", "d"}, 1) ==
          "a:\n  b: |\n    text\n    more\n  d: 1\nc: 1\n");
    CHECK(set("a: {b: 1, c: 2}\n", {"a", "b"}, 3) == "a: {b: 3, c: 2}\n");
    CHECK(set("a: 'x'\n", {"a"}, "b: c") == "a: 'b: c'\n");
    CHECK(set("# only words\n", {"a"}, 1) == "# only words\na: 1\n");
}

TEST_CASE("a key goes with its lines, and with maps that would be empty") {
    CHECK(unset("a:\n  b: 1\n  c: 2 # two\nd: 3\n", {"a", "c"}) == "a:\n  b: 1\nd: 3\n");
    CHECK(unset("a:\n  b:\n    c: 1\nd: 3\n", {"a", "b", "c"}) == "d: 3\n");
    CHECK(unset("a:\n  b:\n    c: 1\n    d: 2\n", {"a", "b"}) == "");
    CHECK(unset("a: 1\n", {"b"}) == "a: 1\n");
    CHECK(unset("a: 1\n", {"a", "b"}) == "a: 1\n");
}

TEST_CASE("what cannot be edited line by line is left alone") {
    for (const char* text : {"a: {b: 1}\n", "a: [1]\n", "a: text\n", "a: &x\n  b: 1\nc: *x\n"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(set(text, {"a", "new"}, 1), Error);
    }
    CHECK_THROWS_AS(unset("a: {b: 1, c: 2}\n", {"a", "b"}), Error);
    CHECK_THROWS_AS(set("a: [\n", {"b"}, 1), Error);
}

}  // namespace mlp::config

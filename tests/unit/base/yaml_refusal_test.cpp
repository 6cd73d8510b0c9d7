#include <doctest/doctest.h>

#include <string>

#include "core/base/yaml_python.hpp"

using namespace mlp::base;

namespace {

std::string refusal_of(const std::string& text) {
    const auto found = python_refusal(text, parse_yaml_or_throw(text, "f"));
    return found ? found->place.to_string() : "";
}

}  // namespace

// What ruamel.yaml 0.19 does with these.
TEST_CASE("tabs between words are refused, outside of brackets, quotes, blocks and comments") {
    CHECK(refusal_of("v:\t1\n") == "f:1:3");
    CHECK(refusal_of("v: 1\t\n") == "f:1:5");
    CHECK(refusal_of("v: a\tb\n") == "f:1:5");
    CHECK(refusal_of("v: 'a'\t# c\n") == "f:1:7");
    CHECK(refusal_of("v: 1\n \t\nw: 2\n") == "f:2:2");
    CHECK(refusal_of("é: ü\t\n") == "f:1:5");
    CHECK(refusal_of("v: &x\ta\n") == "f:1:6");
    CHECK(refusal_of("v: [a,\tb]\n").empty());
    CHECK(refusal_of("v: {\ta: b}\n").empty());
    CHECK(refusal_of("v: 'a\tb'\nw: \"\t\"\n").empty());
    CHECK(refusal_of("v: |\n  a\tb\n  \tc\nw: >-\n  x\ty\n").empty());
    CHECK(refusal_of("v: 1 #\tx\n#\ty\n").empty());
    CHECK(refusal_of("v: 'a # b\tc'\n").empty());
    CHECK(refusal_of("v: a#b\tc\n") == "f:1:7");
    CHECK(refusal_of("\"v\":\n  w:\tx\n") == "f:2:5");
    CHECK(refusal_of("'v': 1\nw:\tx\n") == "f:2:3");
    CHECK(refusal_of("'v\t':\t1\n") == "f:1:6");
    CHECK(refusal_of("- 'v': 1\n  w: 2\t\n") == "f:2:7");
    CHECK(refusal_of("- - [a,\tb]\n  - c\t\n") == "f:2:6");
    CHECK(refusal_of("'v\t': 1\n\"a\\\"\t\": 2\n").empty());
}

TEST_CASE("tags without a meaning and words of YAML's own are refused") {
    CHECK(refusal_of("v: !foo x\n") == "f:1:4");
    CHECK(refusal_of("v: &a !foo x\n") == "f:1:4");
    CHECK(refusal_of("v: [a, !foo [b]]\n") == "f:1:8");
    CHECK(refusal_of("v: !!python/none x\n") == "f:1:4");
    CHECK(refusal_of("v: =\n") == "f:1:4");
    CHECK(refusal_of("v: <<\n") == "f:1:4");
    CHECK(refusal_of("v: = # c\n") == "f:1:4");
    CHECK(refusal_of("v: = \n") == "f:1:4");
    CHECK(refusal_of("v: =\r\n") == "f:1:4");
    CHECK(refusal_of("v: [=, a]\n") == "f:1:5");
    CHECK(refusal_of("v: {a: =}\n") == "f:1:8");
    CHECK(refusal_of("- =") == "f:1:3");
    CHECK(refusal_of("v: !!str 1\nw: ! a\nx: !!set {a}\n").empty());
    CHECK(refusal_of("v: '='\nw: a=\n<<: {a: '!x'}\ny: x !foo\n").empty());
}

// Each took minutes when every place was counted from the beginning of its line.
TEST_CASE("lines of megabytes are looked through once") {
    CHECK(refusal_of("v: 1\n# " + std::string(2'000'000, '\t') + "\n").empty());
    std::string items;
    for (int i = 0; i < 20'000; ++i) items += "'é\t', ";
    CHECK(refusal_of("v: [" + items + "x]\n").empty());
    CHECK(refusal_of("v: [" + items + "!foo x]\n") == "f:1:120005");
    std::string aliases;
    for (int i = 0; i < 10'000; ++i) aliases += "*a, ";
    CHECK(refusal_of("v: [" + items + "&a !!str x, " + aliases + "y]\n").empty());
}

TEST_CASE("a tag without a meaning is found without DVC's other rules") {
    const auto found = [](const std::string& text) {
        const auto tag = meaningless_tag(text, parse_yaml_or_throw(text, "f"));
        return tag ? tag->place.to_string() : "";
    };
    CHECK(found("v: {a: [1, !foo x]}\n") == "f:1:12");
    CHECK(found("v: !!str 1\nw: =\nx:\t1\ny: a !foo\n").empty());
}

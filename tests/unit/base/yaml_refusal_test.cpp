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
}

TEST_CASE("tags without a meaning and words of YAML's own are refused") {
    CHECK(refusal_of("v: !foo x\n") == "f:1:4");
    CHECK(refusal_of("v: &a !foo x\n") == "f:1:4");
    CHECK(refusal_of("v: [a, !foo [b]]\n") == "f:1:8");
    CHECK(refusal_of("v: !!python/none x\n") == "f:1:4");
    CHECK(refusal_of("v: =\n") == "f:1:4");
    CHECK(refusal_of("v: <<\n") == "f:1:4");
    CHECK(refusal_of("v: !!str 1\nw: ! a\nx: !!set {a}\n").empty());
    CHECK(refusal_of("v: '='\nw: a=\n<<: {a: '!x'}\ny: x !foo\n").empty());
}

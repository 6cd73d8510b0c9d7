#include "cli/stage_names.hpp"

#include <doctest/doctest.h>

using namespace mlp::cli;

namespace {

std::string names(std::string_view yaml) {
    const auto found = stage_names(yaml);
    if (!found) return "?";
    std::string result;
    for (const std::string& name : *found) result += (result.empty() ? "" : " ") + name;
    return result;
}

}  // namespace

TEST_CASE("names of plain files are found") {
    CHECK(names("version: 1\nproject: x\n\n# all\nstages:\n  # first\n  a:\n    cmd: |\n      foo:\n        bar\n  "
                "b-2.c:\r\n"
                "    cmd: x\n\n    deps:\n    - y\nmodels:\n  m:\n    path: z\n") == "a b-2.c");
    CHECK(names("stages:\n    a:\n        cmd: x\n") == "a");
    CHECK(names("models:\n  stages:\n    x: 1\nstages:\n  a:\n    cmd: x") == "a");
    CHECK(names("stages:\n") == "");
}

TEST_CASE("what needs a real look is left to the parser") {
    CHECK(names("") == "?");
    CHECK(names("project: x\n") == "?");
    for (const std::string_view inside :
         {"  a:\n    foreach: [1]\n", "  a:\n    matrix:\n      x: [1]\n", "  a: {cmd: x}\n", "  'a':\n    cmd: x\n",
          "  ? a\n", "  a: &x\n    cmd: x\n", "  <<: *x\n", "  a:\n    <<: *x\n", "  a:\n    cmd: x\n b:\n", "\ta:\n",
          "  - a\n", "  a b:\n    cmd: x\n"}) {
        CAPTURE(inside);
        CHECK(names("stages:\n" + std::string(inside)) == "?");
    }
    CHECK(names("stages: {a: {cmd: x}}\n") == "?");
    CHECK(names("stages:\n  a:\n    cmd: x\nstages:\n  b:\n    cmd: x\n") == "?");
    CHECK(names("---\nstages:\n  a:\n    cmd: x\n") == "?");
    CHECK(names("{\"stages\": {}}\n") == "?");
}

// Parameters in Python files, as DVC takes them out.
#include "core/config/python_file.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"

namespace mlp::config {

namespace {

std::string json(std::string_view text) { return parse_python_file(text, "p.py").dump(); }

}  // namespace

TEST_CASE("literals that are assigned") {
    CHECK(json("A = 1\nB: float = 1e-3  # why\nC = 'x' \"y\"\nD = (1, 2,)\nE = [\n  1,\n  -2.5,\n]\nF = {'a': True, "
               "'b': None}\n") == R"({"A":1,"B":0.001,"C":"xy","D":[1,2],"E":[1,-2.5],"F":{"a":true,"b":null}})");
    CHECK(
        json("A = 0x10; B = 1_000\nC = \"\"\"a\n# b\"\"\"\nD = r'\\n'\nE = '\\x41\\u00e9\\\\'\nF = (5)\nG = 1, 2\n") ==
        "{\"A\":16,\"B\":1000,\"C\":\"a\\n# b\",\"D\":\"\\\\n\",\"E\":\"Aé\\\\\",\"F\":5,\"G\":[1,2]}");
}

TEST_CASE("classes and what their __init__ sets") {
    CHECK(
        json(
            "class A(Base):\n    x = 1\n    class B:\n        y = 2\n    def __init__(self, n=3):\n        self.z = 3\n"
            "        w = 4\n    def other(self):\n        self.v = 5\nclass C: q = 6\n") ==
        R"({"A":{"x":1,"B":{"y":2},"z":3},"C":{"q":6}})");
}

TEST_CASE("anything else is left out") {
    CHECK(
        json(
            "import os\nA = os.name\nB = A + 1\nC = D = 1\nE, F = 1, 2\nif True:\n    G = 1\nH += 1\nI == 2\nJ = f'x'\n"
            "K = [A]\nL: int\nM = b'x'\nN = {**A}\nfor O in []:\n    P = 1\nprint(Q := 1)\nR = f(x=1)\n") == "{}");
    CHECK(json("") == "{}");
}

TEST_CASE("what is not closed has its line") {
    CHECK_THROWS_AS(parse_python_file("A = 1\nB = [1,\n", "p.py"), Error);
    CHECK_THROWS_AS(parse_python_file("A = 'x\n", "p.py"), Error);
}

}  // namespace mlp::config

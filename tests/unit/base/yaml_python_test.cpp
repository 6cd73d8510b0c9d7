#include "core/base/yaml_python.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "core/base/python_json.hpp"
#include "core/base/yaml_emit.hpp"
#include "thrown.hpp"

using namespace mlp::base;

namespace {

std::string rewritten(const std::string& yaml) { return emit_yaml(python_value(parse_yaml_or_throw(yaml, "x"))); }

}  // namespace

TEST_CASE("a file is written again as DVC would have it") {
    // Read and written by ruamel.yaml 0.19.
    const std::vector<std::pair<std::string, std::string>> cases{
        {"cls: {0: cat, 1: dog, '2': bird}\n", "cls:\n  0: cat\n  1: dog\n  '2': bird\n"},
        {"k: {true: 1, 1.50: 2, ~: 3, x: 4, 2024-01-02: 5}\n",
         "k:\n  true: 1\n  1.5: 2\n  null: 3\n  x: 4\n  2024-01-02: 5\n"},
        {"a: 123456789012345678901234567890\n", "a: 123456789012345678901234567890\n"},
        {"a: -0x10\nb: 0o17\nc: 017\nd: 0b11\ne: 1_000\nf: +5\ng: 000\nh: 08\n",
         "a: -16\nb: 15\nc: 17\nd: 3\ne: 1000\nf: 5\ng: 0\nh: 8\n"},
        {"a: 18446744073709551615\nb: -9223372036854775808\nc: -9223372036854775809\n",
         "a: 18446744073709551615\nb: -9223372036854775808\nc: -9223372036854775809\n"},
        {"a: 1e-5\nb: 1_0.5\nc: .inf\nd: -.INF\ne: .nan\nf: 1.\ng: +.5\nh: 1e+5\n",
         "a: 1e-05\nb: 10.5\nc: .inf\nd: -.inf\ne: .nan\nf: 1.0\ng: 0.5\nh: 100000.0\n"},
        {"a: 2024-01-02\nb: '2024-01-02'\nc: yes\nd: 'true'\ne: \"1\"\n",
         "a: 2024-01-02\nb: '2024-01-02'\nc: yes\nd: 'true'\ne: '1'\n"},
        {"a: null\nb: ~\nc:\nd: [null, ~]\ne: True\n", "a:\nb:\nc:\nd:\n- \n- \ne: true\n"},
    };
    for (const auto& [from, to] : cases) CHECK(rewritten(from) == to);
}

TEST_CASE("its JSON is what json.dumps makes of it") {
    const auto json = [](const std::string& yaml) { return python_json(python_value(parse_yaml_or_throw(yaml, "x"))); };
    CHECK(json("{10: a, 9: b}") == R"({"9": "b", "10": "a"})");
    CHECK(json("a: 123456789012345678901234567890") == R"({"a": 123456789012345678901234567890})");
    CHECK(json("{'10': a, '9': b, n: .inf}") == R"({"10": "a", "9": "b", "n": Infinity})");
    const auto error = mlp::test::thrown_by([&] { json("a: 2024-01-02"); });
    CHECK(error.kind() == mlp::Kind::invalid);
    CHECK(mlp::test::contains(error.message(), "the date 2024-01-02 has no form in JSON"));
}

#include "core/base/verbatim.hpp"
#include "core/base/yaml_emit.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

#include "core/base/yaml.hpp"
#include "thrown.hpp"

using namespace mlp::base;

namespace {

struct Written {
    const char* json;
    const char* yaml;  ///< as ruamel.yaml 0.19 writes it
};

const std::vector<Written> as_ruamel_writes{
    {"{\"schema\": \"2.0\", \"stages\": {}}",
     "schema: '2.0'\n"
     "stages: {}\n"},
    {"{\"a\": {\"cmd\": \"python train.py --epochs 3 --data data/prepared/train.csv --out m"
     "odels/model.joblib --seed 42\", \"l\": [\"python train.py --epochs 3 --data data/pre"
     "pared/train.csv --out models/model.joblib --seed 42\", \"python train.py --epochs "
     "3 --data data/prepared/train.csv --out models/model.joblib : --seed 42\"]}}",
     "a:\n"
     "  cmd: python train.py --epochs 3 --data data/prepared/train.csv --out \n"
     "    models/model.joblib --seed 42\n"
     "  l:\n"
     "  - python train.py --epochs 3 --data data/prepared/train.csv --out \n"
     "    models/model.joblib --seed 42\n"
     "  - 'python train.py --epochs 3 --data data/prepared/train.csv --out models/mode"
     "l.joblib\n"
     "    : --seed 42'\n"},
    {"{\"cmd\": [\"cat d/a > out.txt\", \"echo 'it''s' \\\"x\\\": y\"]}",
     "cmd:\n"
     "- cat d/a > out.txt\n"
     "- \"echo 'it''s' \\\"x\\\": y\"\n"},
    {"{\"m\": \"a\\nb\", \"n\": \"echo one two three four five six seven eight nine ten\\necho "
     "eleven twelve thirteen fourteen fifteen\\n\"}",
     "m: \"a\\nb\"\n"
     "n: \"echo one two three four five six seven eight nine ten\\necho eleven twelve th"
     "irteen\n"
     "  fourteen fifteen\\n\"\n"},
    {"{\"q\": \"say: \\\"a\\\" and 'b' and so on and so on and so on and so on and so on and "
     "so on and so on and so on and so on \"}",
     "q: \"say: \\\"a\\\" and 'b' and so on and so on and so on and so on and so on and so "
     "on\n"
     "  and so on and so on and so on \"\n"},
    {"{\"lr\": 1e-05, \"big\": 1e+16, \"one\": 1.0, \"neg\": -0.5, \"n\": null, \"t\": true, \"i\": "
     "-3}",
     "lr: 1e-05\n"
     "big: 1e+16\n"
     "one: 1.0\n"
     "neg: -0.5\n"
     "n:\n"
     "t: true\n"
     "i: -3\n"},
    {"{\"s\": [\"1\", \"1.0\", \"1e5\", \"0x1f\", \"0o7\", \"true\", \"null\", \"~\", \"\", \"2024-01-02\", "
     "\"=\", \"<<\", \"yes\", \"-.5\", \"1_0\"]}",
     "s:\n"
     "- '1'\n"
     "- '1.0'\n"
     "- '1e5'\n"
     "- '0x1f'\n"
     "- '0o7'\n"
     "- 'true'\n"
     "- 'null'\n"
     "- '~'\n"
     "- ''\n"
     "- '2024-01-02'\n"
     "- '='\n"
     "- '<<'\n"
     "- yes\n"
     "- '-.5'\n"
     "- '1_0'\n"},
    {"{\"l\": [null, [], {}, [1, [2, {\"a\": [3]}]], {\"x\": 1, \"y\": null, \"z\": []}]}",
     "l:\n"
     "- \n"
     "- []\n"
     "- {}\n"
     "- - 1\n"
     "  - - 2\n"
     "    - a:\n"
     "      - 3\n"
     "- x: 1\n"
     "  y:\n"
     "  z: []\n"},
    {"{\"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
     "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\": 1, \"kkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
     "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
     "kkkkkkkkkkkkkk\": [1, 2], \"two\\nlines\": {\"a\": 1}}",
     "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
     "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk: \n"
     "  1\n"
     "? kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
     "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\n"
     ": - 1\n"
     "  - 2\n"
     "? \"two\\nlines\"\n"
     ": a: 1\n"},
    {"{\"\": 1, \"a: b\": 2, \"#c\": 3, \"it's\": 4}",
     "'': 1\n"
     "'a: b': 2\n"
     "'#c': 3\n"
     "it's: 4\n"},
    {"{\"w\": [\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxx\", \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx y\", \"y xxxxxxxxxxxxxxxxxxxx"
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
     "\"]}",
     "w:\n"
     "- xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
     "xxxxxxxxxxxxxxxxxxxxxx\n"
     "- xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
     "xxxxxxxxxxxxxxxxxxxxxx\n"
     "  y\n"
     "- y \n"
     "  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
     "xxxxxxxxxxxxxxxxxxxxxx\n"},
};

/// Nor does ruamel.yaml read these back as what they were: the bytes are the same all the same.
const std::vector<Written> not_read_back{
    {"{\"u\": [\"gr\\u00f6\\u00dfe \\u20ac\", \"\\ud83d\\ude00\", \"\\u00a0x\", \"\\ufeff\", \"\\u001b\", "
     "\"tab\\tx\", \"\\u0085\"]}",
     "u:\n"
     "- gr\303\266\303\237e \342\202\254\n"
     "- \360\237\230\200\n"
     "- \302\240x\n"
     "- \"\\uFEFF\"\n"
     "- \"\\e\"\n"
     "- \"tab\\tx\"\n"
     "- '\302\205  '\n"},
    {"{\"k long long long long long long long long long long long long long long long l"
     "ong long long\": \"vvvvvvvvvvvvvvvvvvvv\"}",
     "k long long long long long long long long long long long long long long long \n"
     "  long long long: vvvvvvvvvvvvvvvvvvvv\n"},
    {"{\"d\": \"\\u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0007\\"
     "u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0"
     "007\\u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0007\\u00e"
     "9\\u0007\\u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0007\\"
     "u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0007\\u00e9\\u0007 \\\\ \\\\ \\\\ \\\\ \\\\ \\\\ \\\\ \\\\ \\\\ \\\\ \\\\"
     " \\\\ \\\\ \\\\ \\\\ \\\\ \\\\ \\\\ \\\\ \\\\ \"}",
     "d: "
     "\"\303\251\\a\303\251\\a\303\251\\a\303\251\\a\303\251\\a\303\251\\a\303\251\\a\303\251\\a\303\251\\a\303\251\\a"
     "\303\251\\a\303\251\\a\303\251\\a\303\251\\a\303\251\\a\303\251\\a\303\251\\a\303\251\\a\303\251\\a\303\251\\a"
     "\303\251\\a\303\251\\a\303\251\\a\303\251\\a\303\251\\a\303\251"
     "\\a\n"
     "  \303\251\\a\303\251\\a\303\251\\a\303\251\\a \\\\ \\\\ \\\\ \\\\ \\\\ \\\\ \\\\ \\\\ \\\\ \\\\ \\\\ \\\\ \\\\ "
     "\\\\ \\\\ \\\\ \\\\ \\\\ \\\\ \\\\ \"\n"},
};

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("every value is written as DVC's dumper writes it") {
    for (const auto* table : {&as_ruamel_writes, &not_read_back}) {
        for (const auto& [json, yaml] : *table) {
            CAPTURE(std::string(json));
            CHECK(emit_yaml(Json::parse(json)) == yaml);
        }
    }
}

TEST_CASE("what is written reads back as the same value") {
    for (const auto& written : as_ruamel_writes) {
        const auto value = Json::parse(written.json);
        CAPTURE(std::string(written.json));
        CHECK(parse_yaml_or_throw(emit_yaml(value), "x").to_json() == value);
    }
}

TEST_CASE("numbers that are none in JSON, big integers, dates and keys that are no text stand as they are") {
    CHECK(emit_yaml({{"a", std::numeric_limits<double>::quiet_NaN()}, {"b", infinity}, {"c", -infinity}}) ==
          "a: .nan\nb: .inf\nc: -.inf\n");
    const Json value{{"big", verbatim_yaml("123456789012345678901234567890")},
                     {"days", Json::array({verbatim_yaml("2024-01-02"), "2024-01-02"})},
                     {verbatim_key("0"), "cat"},
                     {"0", "dog"},
                     {verbatim_key("null"), nullptr}};
    CHECK(emit_yaml(value) ==
          "big: 123456789012345678901234567890\ndays:\n- 2024-01-02\n- '2024-01-02'\n0: cat\n'0': dog\nnull:\n");
    CHECK(verbatim_words(value["big"]) == "123456789012345678901234567890");
    CHECK(value["big"] == verbatim_yaml("123456789012345678901234567890"));
    CHECK_FALSE(verbatim_words(Json("2024-01-02")));
    CHECK_FALSE(verbatim_key_words("0"));
    CHECK(emit_yaml(Json::object()) == "{}\n");
}

TEST_CASE("an object that stands in several places is written once") {
    Json value{{"a", {{"l", {1, 2}}, {"m", {{"x", 1}}}}}, {"b", {1, 2}}, {"c", {{1, 2}, {{"x", 1}}, Json::array()}}};
    const SharedYaml shared{{&value["a"]["l"], 1}, {&value["a"]["m"], 2}, {&value["b"], 1},
                            {&value["c"][0], 1},   {&value["c"][1], 2},   {&value["c"][2], 3}};
    CHECK(emit_yaml(value, shared) ==
          "a:\n  l: &id001\n  - 1\n  - 2\n  m: &id002\n    x: 1\nb: *id001\nc:\n- *id001\n- *id002\n- []\n");
    Json first{{"a", {{1, 2}, {{"x", 1}}, Json::array()}}, {"b", {1, 2}}, {"c", {{"x", 1}}}, {"d", Json::array()}};
    CHECK(emit_yaml(first, {{&first["a"][0], 1},
                            {&first["b"], 1},
                            {&first["a"][1], 2},
                            {&first["c"], 2},
                            {&first["a"][2], 3},
                            {&first["d"], 3}}) ==
          "a:\n- &id001\n  - 1\n  - 2\n- &id002\n  x: 1\n- &id003 []\nb: *id001\nc: *id002\nd: *id003\n");
}

TEST_CASE("text that is not UTF-8 is refused") {
    CHECK(mlp::test::thrown_by([] { emit_yaml({{"a", "\xff"}}); }).kind() == mlp::Kind::invalid);
    CHECK(mlp::test::thrown_by([] { emit_yaml({{"\xff", 1}}); }).kind() == mlp::Kind::invalid);
}

#include "core/base/python_literal.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <optional>
#include <string>

#include "core/base/verbatim.hpp"

using namespace mlp::base;

namespace {

struct Row {
    const char* python;
    const char* json;
};

}  // namespace

// Each verdict of this file is that of Python 3's ast.literal_eval.
TEST_CASE("literals have the values that Python gives them") {
    const Row rows[] = {
        {"True", "true"},
        {"False", "false"},
        {"None", "null"},
        {"00", "0"},
        {"0_0", "0"},
        {"1_000", "1000"},
        {"- 1", "-1"},
        {"+1", "1"},
        {"9223372036854775807", "9223372036854775807"},
        {"-9223372036854775808", "-9223372036854775808"},
        {"0x_1F", "31"},
        {"0XfE", "254"},
        {"0o17", "15"},
        {"0b1_0", "2"},
        {"1.", "1.0"},
        {"-.5", "-0.5"},
        {"0e5", "0.0"},
        {"0E-3", "0.0"},
        {"1E+5", "100000.0"},
        {".5e1_0", "5000000000.0"},
        {"09.5", "9.5"},
        {"1_000.5", "1000.5"},
        {R"('it\'s')", R"("it's")"},
        {R"("a" 'b' u"c")", R"("abc")"},
        {R"(R'\n')", R"("\\n")"},
        {R"(r'\'')", R"("\\'")"},
        {R"('\x41\101\u00e9\U0001F600\0')", R"("AAé😀\u0000")"},
        {R"('\q\a')", R"("\\q\u0007")"},
        {"'''a\n'b' \"\"\"'''", R"("a\n'b' \"\"\"")"},
        {"'a\\\nb'", R"("ab")"},
        {"()", "[]"},
        {"(1)", "1"},
        {"(1,)", "[1]"},
        {"1,", "[1]"},
        {"1, 'b'", R"([1, "b"])"},
        {"[1, 2,]", "[1, 2]"},
        {"{1, 2}", "[1, 2]"},
        {"{}", "{}"},
        {"{'a': 1, 'b': {'c': [None]},}", R"({"a": 1, "b": {"c": [null]}})"},
        {"{'a': 1, 'a': 2}", R"({"a": 2})"},
        {" [\n1,\\\n2 ] ", "[1, 2]"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.python);
        const auto value = python_literal(row.python);
        REQUIRE(value);
        const Json wanted = Json::parse(row.json);
        CHECK(*value == wanted);
        CHECK(value->is_number_float() == wanted.is_number_float());
    }
}

TEST_CASE("what Python takes for no literal is none") {
    const char* const texts[] = {
        "", " ", "name", "true", "nan", "inf", "f(1)", "1 + 2", "--1", "-True", "-'a'",
        "012", "09", "1__0", "1_", "1_e5", "1._5", "0x", "0xg", "0x1_", "0x1__f", "0b102", "0o8",
        ".", "-.", ".e5", "...", "1e", "1if", "1.2.3", "1j", "0j", "1n",
        "'a", "'\\'", "'a\nb'", "'''a''", "b'a'", "f'a'", "rb'a'", "rr'a'", "ur'a'", "uu'a'", "'a' 1", "'a' b'c'",
        "'\\x4'", "'\\u1'", "'\\N{DASH}'", "'\\ud800'", "'\\U00110000'",
        "[", "[[]", "[1]]", "[1 2]", "[,]", "[1,,2]", "(,)", "(1", "[1)", "{'a'", "{'a':}",
        "{'a': 1 'b': 2}", "{'a': 1, 'b'}", "{[1]: 2}", "{**a}", "{1, *a}", "1 2", ",", "1,,",
    };
    for (const char* text : texts) {
        CAPTURE(text);
        CHECK_FALSE(python_literal(text));
    }
    CHECK_FALSE(python_literal(std::string_view("1\0", 2)));
}

TEST_CASE("what JSON cannot hold is kept as words or as a double") {
    const auto big = python_literal("-123456789012345678901234567890");
    REQUIRE(big);
    CHECK(verbatim_words(*big) == "-123456789012345678901234567890");
    CHECK(std::isinf(python_literal("1e400")->get<double>()));
    CHECK(std::signbit(python_literal("-0.0")->get<double>()));
    const auto keys = python_literal("{1: 'i', 1.5: 'f', True: 't', None: 'n', '1': 's'}");
    REQUIRE(keys);
    CHECK(keys->size() == 5);
    CHECK(keys->at(verbatim_key("1")) == "i");
    CHECK(keys->at(verbatim_key("1.5")) == "f");
    CHECK(keys->at(verbatim_key("true")) == "t");
    CHECK(keys->at(verbatim_key("null")) == "n");
    CHECK(keys->at("1") == "s");
}

TEST_CASE("deep nesting ends before the stack does") {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    CHECK(python_literal(nested(200)));
    CHECK_FALSE(python_literal(nested(1'000'000)));
    CHECK_FALSE(python_literal(std::string(1'000'000, '{')));
}

TEST_CASE("a text in quotes ends at its own quotes") {
    struct End {
        const char* text;
        std::size_t at;
        std::optional<std::size_t> end;
    };
    const End ends[] = {
        {"'ab' + 'c'", 0, 4}, {"x='ab'", 2, 6}, {"''", 0, 2}, {"'' ''", 0, 2}, {"\"'\"", 0, 3}, {"'a\\'b'", 0, 6},
        {"'''a''b'''c", 0, 10}, {"''''''", 0, 6}, {"'a\\\n'", 0, 5}, {"\"\"\"a\n\"\"\"", 0, 8},
        {"'a", 0, {}}, {"'a\n'", 0, {}}, {"'''a''", 0, {}}, {"'\\", 0, {}},
    };
    for (const End& row : ends) {
        CAPTURE(row.text);
        CHECK(python_string_end(row.text, row.at) == row.end);
    }
}

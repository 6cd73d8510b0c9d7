#include "core/base/json.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "thrown.hpp"

using mlp::Kind;
using mlp::test::contains;
using mlp::test::thrown_by;
using namespace mlp::base;

namespace {

mlp::Error refused(std::string_view text) {
    return thrown_by([&] { parse_json(text, "m.json"); });
}

std::string repeated(std::string_view part, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += part;
    return text;
}

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("documents of each kind are read, keys in their order") {
    for (const char* text : {"null", "true", "-5", "0.5", "\"a\"", "[]", "{}", "[1,[2,{\"a\":[]}]]",
                             "{\"z\":1,\"a\":{\"y\":null,\"b\":[]},\"m\":false}", "18446744073709551615"}) {
        CAPTURE(text);
        CHECK(parse_json(text, "x").dump() == text);
    }
    CHECK(parse_json(" \r\n\t1 ", "x") == 1);
    CHECK(parse_json("\xef\xbb\xbf{\"a\":1}", "x")["a"] == 1);
    CHECK(parse_json("\"gr\\u00f6\\u00dfe \\ud83d\\ude00\"", "x") == "größe \xf0\x9f\x98\x80");
    CHECK(parse_json("123456789012345678901234567890", "x").is_number_float());
}

TEST_CASE("a syntax error names line and column in characters") {
    CHECK(refused("{\n  \"a\": 1,\n  \"größe\": x\n}").place() == "m.json:3:12");
    CHECK(refused("[1,]").place() == "m.json:1:4");
    CHECK(refused("{} {}").place() == "m.json:1:4");
    const auto error = refused("{\"a\" 1}");
    CHECK(error.kind() == Kind::invalid);
    CHECK(contains(error.message(), "not valid JSON: syntax error"));
    CHECK_FALSE(contains(error.message(), "json.exception"));
}

TEST_CASE("what is cut off, empty or not JSON is refused") {
    for (const char* text :
         {"",   "  ", "{",  "[1",       "\"a",         "{\"a\":", "{'a':1}", "nul",   "NaN",     "Infinity",
          "01", "1.", "+1", "\"a\nb\"", "\"\\ud800\"", "[1 2]",   "// c\n1", "{a:1}", "\"\\x\"", "1e999"}) {
        CAPTURE(text);
        const auto error = refused(text);
        CHECK(error.kind() == Kind::invalid);
        CHECK(error.place().starts_with("m.json:"));
    }
    CHECK(refused(std::string_view("[1]\0", 4)).kind() == Kind::invalid);
}

TEST_CASE("bad UTF-8 is found where it stands") {
    const auto error = refused("{\n\"a\": \"\xff\"}");
    CHECK(contains(error.message(), "UTF-8"));
    CHECK(error.place() == "m.json:2:7");
}

TEST_CASE("nesting ends at 500 levels, long before the stack does") {
    CHECK(parse_json(repeated("[", 500) + repeated("]", 500), "x").is_array());
    const auto error = refused(repeated("[", 501) + repeated("]", 501));
    CHECK(contains(error.message(), "500 levels"));
    CHECK(error.place() == "m.json:1:501");
    CHECK(refused(repeated("[", 1'000'000)).kind() == Kind::invalid);
    CHECK(refused(repeated("{\"a\":", 200'000)).kind() == Kind::invalid);
    // Brackets in texts are no nesting, behind escaped quotes either.
    CHECK(parse_json("\"\\\"" + repeated("[", 1000) + "\"", "x").is_string());
}

TEST_CASE("of duplicate keys the last value stays, at the first one's place") {
    CHECK(parse_json(R"({"a":1,"b":2,"a":{"c":3}})", "x").dump() == R"({"a":{"c":3},"b":2})");
    std::string text = "{";
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 100; ++i) text += fmt::format("\"k{}\":{},", i, i + 1000 * round);
    }
    const auto read = parse_json(text + "\"end\":0}", "x");
    CHECK(read.size() == 101);
    CHECK(read.begin().key() == "k0");
    CHECK(read["k0"] == 1000);
    CHECK(read["k99"] == 1099);
}

TEST_CASE("an object of very many keys is read in one go") {
    std::string text = "{\"first\":0";
    for (int i = 0; i < 100'000; ++i) text += fmt::format(",\"key{}\":{}", i, i);
    const auto read = parse_json(text + "}", "x");
    CHECK(read.size() == 100'001);
    CHECK(read.back() == 99'999);
}

TEST_CASE("the canonical form does not depend on how a value was written") {
    const auto canonical = [](std::string_view text) { return canonical_json(parse_json(text, "x")); };
    CHECK(canonical("{ \"b\" : [1, 2.50, null],\n \"a\" : {\"d\":true,\"c\":\"\\u00fc\"} }") ==
          R"({"a":{"c":"ü","d":true},"b":[1,2.5,null]})");
    CHECK(canonical(R"({"B":1,"a":2,"ä":3,"":4})") == R"({"":4,"B":1,"a":2,"ä":3})");
    CHECK(canonical(R"(["\u0001\"\\/"])") == R"(["\u0001\"\\/"])");
    CHECK(canonical("[]") == "[]");
    CHECK(canonical("{}") == "{}");
    CHECK(canonical("[[],{},[[]]]") == "[[],{},[[]]]");
    // An integer is no real, as in the files they come from.
    CHECK(canonical("1") != canonical("1.0"));
}

TEST_CASE("the canonical form keeps apart what plain JSON cannot hold") {
    CHECK(canonical_json(Json(infinity)) == "\"Infinity\"");
    CHECK(canonical_json(Json(std::nan(""))) == "\"NaN\"");
    const auto error = thrown_by([] { canonical_json(Json{{"name", "a\xff"}}); });
    CHECK(error.kind() == Kind::invalid);
    CHECK(contains(error.message(), "a\\xff"));
    CHECK(thrown_by([] { canonical_json(Json{{"\xff", 1}}); }).kind() == Kind::invalid);
}

TEST_CASE("numbers that JSON cannot hold travel as texts") {
    CHECK(number_json(0.5) == Json(0.5));
    CHECK(number_json(infinity) == "Infinity");
    CHECK(number_json(-infinity) == "-Infinity");
    CHECK(number_json(std::nan("")) == "NaN");
    CHECK(number_from_json(Json(3)) == 3.0);
    CHECK(number_from_json(Json(-0.25)) == -0.25);
    CHECK(number_from_json(Json("-Infinity")) == -infinity);
    CHECK(number_from_json(Json("1e3")) == 1000.0);
    CHECK(std::isnan(*number_from_json(Json("NaN"))));
    for (const auto& no_number : {Json(nullptr), Json(true), Json("x"), Json(""), Json::array({1}), Json::object()})
        CHECK_FALSE(number_from_json(no_number));
}

TEST_CASE("the shortest text of a number reads back as the same number") {
    CHECK(number_text(0.1) == "0.1");
    CHECK(number_text(1e-5) == "1e-05");
    CHECK(number_text(5) == "5");
    CHECK(number_text(-0.0) == "-0");
    CHECK(number_text(std::nan("")) == "NaN");
    CHECK(number_text(-infinity) == "-Infinity");
    for (const double value : {0.1 + 0.2, 1.0 / 3, 1e300, 5e-324, std::numeric_limits<double>::max(),
                               std::numeric_limits<double>::min(), -123456.789e-200, 9007199254740993.0}) {
        CAPTURE(value);
        CHECK(parse_number(number_text(value)) == value);
        CHECK(parse_number(number_text(-value)) == -value);
    }
    CHECK(std::signbit(*parse_number(number_text(-0.0))));
}

TEST_CASE("numbers as people write them") {
    CHECK(parse_number("12") == 12.0);
    CHECK(parse_number("+1.5") == 1.5);
    CHECK(parse_number(".5") == 0.5);
    CHECK(parse_number("5.") == 5.0);
    CHECK(parse_number("-2E-3") == -0.002);
    CHECK(parse_number("1e999") == infinity);
    CHECK(parse_number("-1e999") == -infinity);
    CHECK(parse_number("1e-999") == 0.0);
    CHECK(parse_number("inf") == infinity);
    CHECK(parse_number("-INF") == -infinity);
    CHECK(parse_number("+Infinity") == infinity);
    CHECK(std::isnan(*parse_number("nan")));
    CHECK(std::isnan(*parse_number("-NaN")));
}

TEST_CASE("what is not wholly a number is none") {
    for (const char* text : {"", " ", "-", "+", ".", "1 ", " 1", "1x", "0x10", "1e", "--1", "+-1", "-+1", "1,5",
                             "1_000", "infinit", "nan(1)", "e5", "١"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_number(text));
    }
    CHECK_FALSE(parse_number(std::string_view("1\0", 2)));
}

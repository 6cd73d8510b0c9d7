// TOML as JSON, and what is not TOML.
#include "core/base/toml.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "core/base/verbatim.hpp"

namespace mlp::base {

namespace {

std::string json(std::string_view text) { return parse_toml(text, "t.toml").dump(); }

std::string place_of_error(std::string_view text) {
    try {
        return "no error: " + json(text);
    } catch (const Error& error) {
        return error.place();
    }
}

}  // namespace

TEST_CASE("values") {
    CHECK(json("a = 1_000\nb = 0b11\nc = 0o17\nd = +5\ne = 1e3\nf = 3.5\ng = true\n") ==
          R"({"a":1000,"b":3,"c":15,"d":5,"e":1000.0,"f":3.5,"g":true})");
    CHECK(json("a = \"x\\ty\\u00e9\"\nb = 'c:\\d'\nc = \"\"\"\none\n  two \\\n   three\"\"\"\nd = '''q'r'''\n") ==
          "{\"a\":\"x\\tyé\",\"b\":\"c:\\\\d\",\"c\":\"one\\n  two three\",\"d\":\"q'r\"}");
    CHECK(json("a = [1, [2, 'x'], # more\n  3,\n]\nb = {c = 1, d.e = 2}\n") ==
          R"({"a":[1,[2,"x"],3],"b":{"c":1,"d":{"e":2}}})");
    CHECK(verbatim_words(parse_toml("d = 1979-05-27 07:32:00Z\n", "t")["d"]) == "1979-05-27 07:32:00Z");
    CHECK(verbatim_words(parse_toml("d = 99999999999999999999\n", "t")["d"]) == "99999999999999999999");
}

TEST_CASE("tables") {
    CHECK(json("x = 1\n[a]\ny = 2\n[a.b]\nz = 3\n[c]\n'd e'.f = 4\n") ==
          R"({"x":1,"a":{"y":2,"b":{"z":3}},"c":{"d e":{"f":4}}})");
    CHECK(json("[[a]]\nx = 1\n[a.b]\ny = 1\n[[a]]\nx = 2\n[a.b]\ny = 2\n") ==
          R"({"a":[{"x":1,"b":{"y":1}},{"x":2,"b":{"y":2}}]})");
    CHECK(json("\xEF\xBB\xBF[a]\r\nx = 1\r\n") == R"({"a":{"x":1}})");
    CHECK(json("") == "{}");
}

TEST_CASE("what is not TOML has a place") {
    CHECK(place_of_error("a = \n") == "t.toml:1:5");
    CHECK(place_of_error("a = b\n") == "t.toml:1:5");
    CHECK(place_of_error("a = 1\na = 2\n").starts_with("t.toml:2:"));
    CHECK(place_of_error("[a]\n[a]\n").starts_with("t.toml:2:"));
    CHECK(place_of_error("a = 1 b\n") == "t.toml:1:7");
    CHECK(place_of_error("a = \"x\n").starts_with("t.toml:1:"));
    CHECK(place_of_error("a = 012\n") == "t.toml:1:5");
    CHECK(place_of_error("a = 1__0\n") == "t.toml:1:5");
    CHECK(place_of_error("a = [1\n").starts_with("t.toml:"));
    CHECK(place_of_error("a = 1\n[a]\n").starts_with("t.toml:2:"));
    CHECK(place_of_error("a = " + std::string(100'000, '[')).starts_with("t.toml:1:"));
}

}  // namespace mlp::base

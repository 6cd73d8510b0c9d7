#include "core/base/python_json.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/base/digest.hpp"
#include "thrown.hpp"

using namespace mlp::base;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("keys are sorted at every level, separators have a blank behind them") {
    CHECK(python_json(Json::parse(R"({"z":[1,2,{"b":null,"a":[]}],"a":{"y":true,"x":{}}})")) ==
          R"({"a": {"x": {}, "y": true}, "z": [1, 2, {"a": [], "b": null}]})");
    CHECK(python_json(Json::parse(R"([[],{},[[1],[2]],"[","{"])")) == R"([[], {}, [[1], [2]], "[", "{"])");
    // By code point: UTF-16 would put the last one first.
    CHECK(python_json(Json{{"\xf0\x9f\x98\x80", 1}, {"\xef\xbd\x81", 2}, {"B", 3}, {"a", 4}, {"_", 5}}) ==
          R"({"B": 3, "_": 5, "a": 4, "\uff41": 2, "\ud83d\ude00": 1})");
}

TEST_CASE("text is printable ASCII with escapes, as json.dumps writes it") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"", R"("")"},
        {"a/b \"c\" \\d 'e'", R"("a/b \"c\" \\d 'e'")"},
        {"\n\r\t\f\b", R"("\n\r\t\f\b")"},
        {std::string("\x00\x1b\x7f", 3), R"("\u0000\u001b\u007f")"},
        {"größe", R"("gr\u00f6\u00dfe")"},
        {"\xe2\x82\xac\xef\xbf\xbf", R"("\u20ac\uffff")"},
        {"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", R"("\ud800\udc00\udbff\udfff")"},
    };
    for (const auto& [text, wanted] : cases) CHECK(python_json(text) == wanted);
    CHECK(mlp::test::thrown_by([] { python_json("\xff"); }).kind() == mlp::Kind::invalid);
    CHECK(mlp::test::thrown_by([] { python_json(Json{{"\xc3", 1}}); }).kind() == mlp::Kind::invalid);
}

TEST_CASE("numbers are Python's repr") {
    const std::vector<std::pair<double, std::string>> cases{
        {0.0, "0.0"},
        {-0.0, "-0.0"},
        {5, "5.0"},
        {0.1, "0.1"},
        {1e-4, "0.0001"},
        {1e-5, "1e-05"},
        {1.5e-7, "1.5e-07"},
        {1e15, "1000000000000000.0"},
        {1e16, "1e+16"},
        {123456789012345680, "1.2345678901234568e+17"},
        {-2.5e100, "-2.5e+100"},
        {5e-324, "5e-324"},
        {1.7976931348623157e308, "1.7976931348623157e+308"},
    };
    for (const auto& [number, wanted] : cases) {
        CHECK(python_float(number) == wanted);
        CHECK(python_json(number) == wanted);
    }
    CHECK(python_json(18446744073709551615U) == "18446744073709551615");
    CHECK(python_json(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    CHECK(python_json(Json{infinity, -infinity, std::numeric_limits<double>::quiet_NaN()}) ==
          "[Infinity, -Infinity, NaN]");
    CHECK(python_float(-infinity) == "-inf");
}

TEST_CASE("an empty folder has the digest that DVC gives it") {
    CHECK(md5(python_json(Json::array())).hex() == "d751713988987e9331980363e24189ce");
}

#include "core/base/big_integer.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/base/python_json.hpp"
#include "core/base/verbatim.hpp"
#include "core/base/yaml_python.hpp"

namespace mlp::base {

TEST_CASE("integers have 64 bits where these suffice, and their digits beyond") {
    CHECK(integer_of_digits("9223372036854775807", 10, false)->is_number_integer());
    CHECK(*integer_of_digits("9223372036854775808", 10, true) == Json(INT64_MIN));
    CHECK(integer_of_digits("18446744073709551615", 10, false)->get<std::uint64_t>() == UINT64_MAX);
    CHECK(verbatim_words(*integer_of_digits("18446744073709551616", 10, false)) == "18446744073709551616");
    CHECK(verbatim_words(*integer_of_digits("9223372036854775809", 10, true)) == "-9223372036854775809");
    CHECK(verbatim_words(*integer_of_digits("00018446744073709551616", 10, false)) == "18446744073709551616");
}

TEST_CASE("in other bases the digits are decimal, too") {
    CHECK(*integer_of_digits("ff", 16, true) == Json(-255));
    CHECK(verbatim_words(*integer_of_digits("10000000000000000", 16, false)) == "18446744073709551616");
    CHECK(verbatim_words(*integer_of_digits("2" + std::string(21, '0'), 8, false)) == "18446744073709551616");
    CHECK(verbatim_words(*integer_of_digits("1" + std::string(64, '0'), 2, true)) == "-18446744073709551616");
}

TEST_CASE("what is no integer is none") {
    for (const char* text : {"", "-1", "1_0", "1.0", "a", "0x1"}) CHECK_FALSE(integer_of_digits(text, 10, false));
    CHECK_FALSE(integer_of_digits("8", 8, false));
    CHECK_FALSE(integer_of_digits(std::string(4301, '1'), 10, false));
    CHECK(is_decimal_integer("-12"));
    for (const char* text : {"", "-", "1.0", "+1", "1e5"}) CHECK_FALSE(is_decimal_integer(text));
}

TEST_CASE("JSON and YAML keep integers of any size when asked for") {
    const std::string digits = "123456789012345678901234567890";
    const Json json = parse_json_exactly("{\"a\": [" + digits + ", 18446744073709551615, 1.5, 1e30]}", "x");
    CHECK(flow_text(json) == "{\"a\":[" + digits + ",18446744073709551615,1.5,1e+30]}");
    const Json yaml = exact_json(parse_yaml_or_throw("a: [" + digits + ", {b: -" + digits + "}, 1.5, '1']", "x"));
    CHECK(flow_text(yaml) == "{\"a\":[" + digits + ",{\"b\":-" + digits + "},1.5,\"1\"]}");
}

TEST_CASE("words become texts where only JSON is understood") {
    Json value{{"big", verbatim_yaml("18446744073709551616")}, {"day", Json::array({verbatim_yaml("2024-01-02")})}};
    value[verbatim_key("5")] = 1;
    CHECK(words_as_texts(value).dump() == R"({"big":"18446744073709551616","day":["2024-01-02"],"5":1})");
    CHECK(flow_text(dates_as_texts(value)) == R"({"big":18446744073709551616,"day":["2024-01-02"],"5":1})");
}

}  // namespace mlp::base

// The small texts of the room: page tokens, names, lines of `track log -`.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>

#include "core/base/error.hpp"
#include "core/tracking/log_line.hpp"
#include "core/tracking/names.hpp"
#include "core/tracking/page_token.hpp"

namespace mlp::tracking {
namespace {

std::string failure(std::string_view line) {
    try {
        parse_log_line(line, 1, 0);
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::invalid);
        return error.message();
    }
    return "";
}

}  // namespace

TEST_CASE("page tokens give back what was put in, to the bit") {
    const std::vector<Cell> cells{std::int64_t{-5},     -0.0,         std::numeric_limits<double>::infinity(), 5e-324,
                                  std::string("ä\"\n"), std::string()};
    const auto again = decode_token(encode_token(7, cells), 7, cells.size());
    CHECK(again == cells);
    CHECK(std::signbit(std::get<double>(again[1])));
    CHECK_THROWS_AS(decode_token(encode_token(7, cells), 8, cells.size()), Error);
    CHECK_THROWS_AS(decode_token(encode_token(7, cells), 7, 2), Error);
    for (const char* bad : {"", "x", "bnVsbA", "W10", "eyJxIjoiNyIsImEiOltbXV19"})
        CHECK_THROWS_AS(decode_token(bad, 7, 1), Error);
}

TEST_CASE("names have three parts and vary") {
    base::Env env = base::Env::of_process();
    std::set<std::string> names;
    for (int i = 0; i < 50; ++i) names.insert(random_name(env));
    CHECK(names.size() > 45);
    for (const std::string& name : names) CHECK(std::count(name.begin(), name.end(), '-') == 2);
}

TEST_CASE("log lines: metrics, points, params, tags and files") {
    const LogLine metrics = parse_log_line(R"({"metric": {"acc": 0.5, "loss": "NaN"}, "step": 3})", 99, 0);
    REQUIRE(metrics.batch.metrics.size() == 2);
    CHECK(metrics.batch.metrics[0] == Metric{.key = "acc", .value = 0.5, .timestamp = 99, .step = 3});
    CHECK(std::isnan(metrics.batch.metrics[1].value));
    const LogLine point = parse_log_line(
        R"({"key":"a","value":1,"step":-2,"timestamp":5,"model_id":"m-1","dataset_name":"d","dataset_digest":"x"})", 99,
        0);
    CHECK(point.batch.metrics.at(0) == Metric{.key = "a",
                                              .value = 1,
                                              .timestamp = 5,
                                              .step = -2,
                                              .model_id = "m-1",
                                              .dataset_name = "d",
                                              .dataset_digest = "x"});
    CHECK(parse_log_line(R"({"metric":{"a":1}})", 99, 7).batch.metrics[0].step == 7);
    const LogLine rest = parse_log_line(
        R"({"params":{"lr":0.1,"n":3,"on":true,"s":"x","z":null},"tag":{"t":"v"},"artifact":"f","path":"p/f"})", 1, 0);
    CHECK(rest.batch.params ==
          std::vector<Param>{{"lr", "0.1"}, {"n", "3"}, {"on", "true"}, {"s", "x"}, {"z", "null"}});
    CHECK(rest.batch.tags == std::vector<Tag>{{"t", "v"}});
    CHECK(rest.files.at(0).file == "f");
    CHECK(rest.files.at(0).path == "p/f");
}

TEST_CASE("log lines: mistakes are named") {
    CHECK(failure("{").find("JSON") != std::string::npos);
    CHECK(failure("[1]") == "found [1], expected a JSON object");
    CHECK(failure("{}") == "found {}, which logs nothing");
    CHECK(failure(R"({"metrik":{"a":1}})") == "unknown key \"metrik\". Did you mean 'metric'?");
    CHECK(failure(R"({"metric":{"a":"much"}})") == "the metric \"a\" is \"much\", expected a number");
    CHECK(failure(R"({"metric":0.5})") == "\"metric\" is 0.5, expected an object like {\"key\": value}");
    CHECK(failure(R"({"metric":{"a":1},"step":1.5})") == "\"step\" is 1.5, expected an integer");
    CHECK(failure(R"({"metric":{"a":1},"step":18446744073709551615})").find("expected an integer") !=
          std::string::npos);
    CHECK(failure(R"({"key":"a"})") == "a point has a \"key\" and no \"value\"");
    CHECK(failure(R"({"param":{"a":[1]}})") == "the param \"a\" is [1], expected a text, number or truth value");
    CHECK(failure(R"({"artifact":1})") == "\"artifact\" is 1, expected a text");
}

}  // namespace mlp::tracking

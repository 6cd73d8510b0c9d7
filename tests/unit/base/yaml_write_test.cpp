#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/base/yaml.hpp"

using namespace mlp::base;

namespace {

Json read_back(const std::string& text) {
    CAPTURE(text);
    return parse_yaml_or_throw(text, "written.yaml").to_json();
}

}  // namespace

TEST_CASE("texts are quoted only when they must be") {
    CHECK(yaml_scalar("plain text") == "plain text");
    CHECK(yaml_scalar("python src/train.py --lr=0.1") == "python src/train.py --lr=0.1");
    CHECK(yaml_scalar("http://host:80/x#y") == "http://host:80/x#y");
    CHECK(yaml_scalar("--flag") == "--flag");
    CHECK(yaml_scalar("1.2.3") == "1.2.3");
    CHECK(yaml_scalar("it's") == "it's");
    CHECK(yaml_scalar("größe") == "größe");
    for (const char* text :
         {"",     " a",   "a ",  "a: b", "a:",   "#",   "a #b",  "yes",      "No",         "on",  "null",
          "~",    "true", "1e3", "017",  "0x1f", "0b1", "1_000", "12:30:45", "2020-01-01", "2.0", "5",
          ".nan", "-",    "- a", "---",  "...",  "*a",  "&a",    "!a",       "|",          ">",   "@a",
          "`a",   "%a",   "'a",  "[a",   "a]",   "{",   "a, b",  "?",        ":",          "<<",  "="}) {
        CAPTURE(text);
        const auto written = yaml_scalar(text);
        CHECK(written.front() == '\'');
        CHECK(read_back(written) == Json(text));
    }
    CHECK(yaml_scalar("a\nb\t\"c\"\\ \x1b") == R"("a\nb\t\"c\"\\ \x1b")");
    CHECK(yaml_scalar("\xc2\x85\xe2\x80\xa8\xef\xbb\xbf") == R"("\x85\u2028\ufeff")");
    CHECK_THROWS_AS(yaml_scalar("\xff"), mlp::Error);
}

TEST_CASE("numbers keep their type and value") {
    CHECK(yaml_scalar(5) == "5");
    CHECK(yaml_scalar(5.0) == "5.0");
    CHECK(yaml_scalar(1e-5) == "1.0e-05");
    CHECK(yaml_scalar(0.1) == "0.1");
    CHECK(yaml_scalar(std::nan("")) == ".nan");
    CHECK(yaml_scalar(-std::numeric_limits<double>::infinity()) == "-.inf");
    CHECK(yaml_scalar(true) == "true");
    CHECK(yaml_scalar(nullptr) == "null");
    for (const double value : {0.0, -0.0, 1e300, 5e-324, 1.0 / 3, -1e22, 123456789.0}) {
        const auto back = read_back(yaml_scalar(value));
        CHECK(back.is_number_float());
        CHECK(back.get<double>() == value);
    }
}

TEST_CASE("block style: two blanks, lists at the indentation of their key") {
    const auto value = Json::parse(
        R"({"a": 1, "l": [1, [2, 3], {"x": 1, "y": ["z"]}, {}, []], "m": {"k": {"n": "v"}}, "e": {}, "t": "one\ntwo\n"})");
    const std::string expected =
        "a: 1\n"
        "l:\n"
        "- 1\n"
        "- - 2\n"
        "  - 3\n"
        "- x: 1\n"
        "  y:\n"
        "  - z\n"
        "- {}\n"
        "- []\n"
        "m:\n"
        "  k:\n"
        "    n: v\n"
        "e: {}\n"
        "t: |\n"
        "  one\n"
        "  two\n";
    CHECK(to_yaml(value) == expected);
    CHECK(read_back(expected) == value);
    CHECK(to_yaml(Json::array()) == "[]\n");
    CHECK(to_yaml("x") == "x\n");
}

TEST_CASE("what is written reads back equal") {
    const std::vector<std::string> texts{
        "a\nb",         "a\nb\n",       "a\n\nb\n\n",
        "\n",           "\n\n",         "\na",
        " a\nb",        "a\n b\n",      "a\n \nb",
        "\ta\nb",       "a\n\tb",       "a\r\nb",
        "a\n#b\n",      "a: b\n",       "- a",
        "? a",          "a\n---\nb",    "é\nü",
        "\x7f",         "a\x01",        "a\n...\n",
        "%a\nb",        "'\"'",         "\"\n'",
        "a\\b",         "😀\n😀",         "tab\there",
        "x \ny",        "{{ a }}",      "${b.c}",
        "\xef\xbf\xbd", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf",
        "a\n  \n",      "key: |\n  x",
    };
    for (const auto& text : texts) {
        CAPTURE(text);
        CHECK(read_back(yaml_scalar(text)) == Json(text));
        CHECK(read_back(to_yaml(text)) == Json(text));
        const Json nested{{"k", text}, {"l", {text, {{"m", text}}, Json::array({text})}}, {text, {{text, 1}}}};
        CHECK(read_back(to_yaml(nested)) == nested);
        CHECK(read_back("[" + yaml_scalar(text) + ", " + yaml_scalar(text) + "]") == Json::array({text, text}));
    }
}

TEST_CASE("very long keys read back") {
    const std::string key(3000, 'k');
    for (const auto& value : {Json(1), Json("text"), Json{{"a", 1}, {"b", 2}}, Json::array({1, 2}), Json("x\ny\n")}) {
        const Json map{{"first", 1}, {key, value}, {"last", {{key, value}}}};
        CHECK(read_back(to_yaml(map)) == map);
    }
}

TEST_CASE("a deep value reads back") {
    Json value = 1;
    for (int i = 0; i < 60; ++i) value = i % 2 == 0 ? Json::array({value, i}) : Json{{"k", value}};
    CHECK(read_back(to_yaml(value)) == value);
}

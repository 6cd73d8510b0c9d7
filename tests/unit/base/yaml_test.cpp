#include "core/base/yaml.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using mlp::Error;
using mlp::Problem;
using namespace mlp::base;

namespace {

Yaml parsed(std::string_view text) { return parse_yaml_or_throw(text, "f.yaml"); }

std::vector<Problem> problems_of(std::string_view text, YamlLimits limits = {}) {
    std::vector<Problem> problems;
    parse_yaml(text, "f.yaml", problems, limits);
    return problems;
}

/// "code line:column message" of the only problem.
std::string only_problem(std::string_view text, YamlLimits limits = {}) {
    const auto problems = problems_of(text, limits);
    REQUIRE(problems.size() == 1);
    const auto& p = problems.front();
    return p.code + " " + std::to_string(p.place.line) + ":" + std::to_string(p.place.column) + " " + p.message;
}

std::string range(const Yaml& node) {
    const auto text = [](const mlp::Position& p) { return std::to_string(p.line) + ":" + std::to_string(p.column); };
    return text(node.begin()) + "-" + text(node.end());
}

}  // namespace

TEST_CASE("a carriage return alone ends a line") {
    std::vector<Problem> problems;
    const Yaml tree = parse_yaml("a: 1\rb: |\r  x\r  y\rc: \"p\r  q\"\r\nd: z\r", "f", problems);
    CHECK(problems.empty());
    CHECK(tree.to_json().dump() == R"({"a":1,"b":"x\ny\n","c":"p q","d":"z"})");
    CHECK(tree.find("d")->begin().to_string() == "f:7:4");
}

TEST_CASE("scalars have the types of the YAML 1.2 core schema") {
    struct Row {
        const char* text;
        Yaml::Type type;
    };
    using T = Yaml::Type;
    const Row rows[] = {
        {"", T::null},
        {"~", T::null},
        {"null", T::null},
        {"Null", T::null},
        {"NULL", T::null},
        {"nULL", T::string},
        {"true", T::boolean},
        {"True", T::boolean},
        {"FALSE", T::boolean},
        {"yes", T::string},
        {"on", T::string},
        {"0", T::integer},
        {"-17", T::integer},
        {"+3", T::integer},
        {"007", T::integer},
        {"0o17", T::integer},
        {"0x1F", T::integer},
        {"0x", T::string},
        {"0o8", T::string},
        {"1_000", T::string},
        {"1.5", T::real},
        {".5", T::real},
        {"5.", T::real},
        {"1e3", T::real},
        {"1e", T::string},
        {".", T::string},
        {"-.5e-3", T::real},
        {".inf", T::real},
        {"-.Inf", T::real},
        {"+.INF", T::real},
        {".nan", T::real},
        {"-.nan", T::string},
        {"inf", T::string},
        {"nan", T::string},
        {"1.2.3", T::string},
        {"--1", T::string},
        {"-", T::string},
        {"+", T::string},
        {"1e+", T::string},
        {"9223372036854775807", T::integer},
        {"-9223372036854775808", T::integer},
        {"9223372036854775808", T::real},
        {"2020-01-01", T::string},
        {"12:30", T::string},
        {"e5", T::string},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        CHECK(plain_scalar_type(row.text) == row.type);
    }
}

TEST_CASE("scalars have the values that are written") {
    CHECK(parsed("0o17").as_integer() == 15);
    CHECK(parsed("0x1F").as_integer() == 31);
    CHECK(parsed("-9223372036854775808").as_integer() == std::numeric_limits<std::int64_t>::min());
    CHECK(parsed("18446744073709551616").as_real() == 18446744073709551616.0);
    CHECK(parsed("0xffffffffffffffffff").as_real() == doctest::Approx(4722366482869645213695.0));
    CHECK(parsed("1e-3").as_real() == 0.001);
    CHECK(parsed("1e999").as_real() == std::numeric_limits<double>::infinity());
    CHECK(std::isnan(parsed(".nan").as_real()));
    CHECK(parsed("-.inf").as_real() < 0);
    CHECK(parsed("7").as_real() == 7.0);
    CHECK(parsed("True").as_bool());
    CHECK_THROWS_AS(parsed("7").as_bool(), Error);
    CHECK_THROWS_AS(parsed("seven").as_integer(), Error);
    CHECK_THROWS_AS(parsed("seven").as_real(), Error);
}

TEST_CASE("a quoted scalar is always a text") {
    const auto tree = parsed("[\"5\", 'true', \"a\\tb\", 'it''s', \"\"]");
    CHECK(tree.to_json() == Json::parse(R"(["5", "true", "a\tb", "it's", ""])"));
}

TEST_CASE("escapes give valid UTF-8") {
    CHECK(parsed(R"("\N\_\L\P\xe9\u00e9\U0001f600\e\0\/")").text() ==
          std::string("\xc2\x85\xc2\xa0\xe2\x80\xa8\xe2\x80\xa9\xc3\xa9\xc3\xa9\xf0\x9f\x98\x80\x1b\0/", 21));
    CHECK(only_problem(R"(a: "\ud800")").starts_with("MLP001 1:"));
}

TEST_CASE("tags of the core schema are honoured, others kept as text") {
    CHECK(parsed("!!str 5").is_string());
    CHECK(parsed("!!int \"5\"").as_integer() == 5);
    CHECK(parsed("!!float 5").type() == Yaml::Type::real);
    CHECK(parsed("!!null ''").is_null());
    CHECK(parsed("!custom 5").text() == "5");
    CHECK(parsed("!custom 5").is_string());
    CHECK(parsed("! 5").is_string());
    CHECK(parsed("!thing {a: 1}").find("a")->as_integer() == 1);
    CHECK(only_problem("a: !!int five") == "MLP001 1:4 'five' is not what its tag !!int says");
}

TEST_CASE("a document becomes a tree") {
    const auto tree = parsed("a: 1\nb:\n  - x\n  - {c: ~, d: [1.5, true]}\n'e f':\n\"g\": |\n  one\n  two\n");
    CHECK(tree.to_json().dump() == R"({"a":1,"b":["x",{"c":null,"d":[1.5,true]}],"e f":null,"g":"one\ntwo\n"})");
    CHECK(tree.entries().size() == 4);
    CHECK(tree.find("b")->items().size() == 2);
    CHECK(tree.find("z") == nullptr);
    CHECK(tree.find("a")->find("a") == nullptr);
    CHECK(tree.items().empty());
    CHECK(tree.type_name() == "a map");
    CHECK(parsed("x").type_name() == "a text");
}

TEST_CASE("an empty document is null") {
    for (const char* text :
         {"", "\n\n", "# only a comment\n", "---\n", "--- \n...\n", "\xef\xbb\xbf", "%YAML 1.2\n---\n"}) {
        CAPTURE(text);
        CHECK(parsed(text).is_null());
    }
    CHECK(parsed("").begin().line == 1);
    CHECK(Yaml().is_null());
    CHECK(Yaml().text().empty());
    CHECK(Yaml().begin().line == 0);
    CHECK(Yaml().to_json().is_null());
}

TEST_CASE("a BOM and CRLF are accepted") {
    const auto tree = parsed(
        "\xef\xbb\xbf"
        "a: x\r\nb:\r\n  - y\r\nc: |\r\n  z\r\n");
    CHECK(tree.find("a")->text() == "x");
    CHECK(range(*tree.find("a")) == "1:4-1:5");
    CHECK(range(tree.find("b")->items().at(0)) == "3:5-3:6");
    CHECK(tree.find("c")->text() == "z\n");
}

TEST_CASE("large maps are found by key too") {
    std::string text;
    for (int i = 0; i < 1000; ++i) text += "key" + std::to_string(i) + ": " + std::to_string(i) + "\n";
    const auto tree = parsed(text);
    CHECK(tree.find("key0")->as_integer() == 0);
    CHECK(tree.find("key999")->as_integer() == 999);
    CHECK(tree.find("key1000") == nullptr);
    CHECK(tree.entries().at(500).key_place.line == 501);
    CHECK(tree.to_json().size() == 1000);
}

TEST_CASE("nodes know where they stand, in characters") {
    const auto tree =
        parsed("é: \"ü\"\nb: [ö, 'x''y' , {k: v}]\nc: !!str  long\n  text\nd:\ne: ~\nf: &n name\ng: *n\n");
    CHECK(range(*tree.find("é")) == "1:4-1:7");
    CHECK(range(*tree.find("b")) == "2:4-2:24");
    CHECK(range(tree.find("b")->items().at(0)) == "2:5-2:6");
    CHECK(range(tree.find("b")->items().at(1)) == "2:8-2:14");
    CHECK(range(tree.find("b")->items().at(2)) == "2:17-2:23");
    CHECK(range(*tree.find("c")) == "3:4-4:7");
    CHECK(range(*tree.find("d")) == "5:3-5:3");
    CHECK(range(*tree.find("e")) == "6:4-6:5");
    CHECK(range(*tree.find("f")) == "7:4-7:11");
    CHECK(tree.find("g")->text() == "name");
    CHECK(tree.find("g")->begin() == tree.find("f")->begin());
    CHECK(tree.entries().back().key_place == mlp::Position{"f.yaml", 8, 1});
    CHECK(range(tree) == "1:1-8:6");
}

TEST_CASE("block scalars end with their last line") {
    const auto tree = parsed("a: |\n  one\n\n  two\n\nb: >-\n  x\n   y\nc: |2\n    z\nd: |\ne: |+\n  k\n\n\n");
    CHECK(range(*tree.find("a")) == "1:4-4:6");
    CHECK(tree.find("a")->text() == "one\n\ntwo\n");
    CHECK(range(*tree.find("b")) == "6:4-8:5");
    CHECK(tree.find("c")->end().line == 0);
    CHECK(tree.find("c")->text() == "  z\n");
    CHECK(range(*tree.find("d")) == "11:4-11:5");
    CHECK(range(*tree.find("e")) == "12:4-13:4");
}

TEST_CASE("block collections end with their last part") {
    const auto tree = parsed("a:\n  - 1\n  - b: 22  # note\nc: {}\nd: [ ]\ne: {x: , y}\nf: [a: 1]\n");
    CHECK(range(*tree.find("a")) == "2:3-3:10");
    CHECK(range(*tree.find("c")) == "4:4-4:6");
    CHECK(range(*tree.find("d")) == "5:4-5:7");
    CHECK(range(*tree.find("e")) == "6:4-6:12");
    CHECK(range(*tree.find("f")) == "7:4-7:10");
    CHECK(range(tree.find("f")->items().at(0)) == "7:5-7:9");
}

TEST_CASE("an empty value stands behind its key, even when null: follows") {
    const auto tree = parsed("a:\nnull: 3\n~: 4\nb: null\n");
    CHECK(tree.find("a")->is_null());
    CHECK(tree.find("a")->text().empty());
    CHECK(range(*tree.find("a")) == "1:3-1:3");
    CHECK(tree.find("null")->as_integer() == 3);
    CHECK(tree.find("~")->as_integer() == 4);
    CHECK(tree.find("b")->text() == "null");
}

TEST_CASE("anchors and merge keys are resolved") {
    const auto tree = parsed(
        "base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\none:\n  y: 9\n  <<: *b\n  w: 5\ntwo:\n  <<: [*b, *m]\n"
        "three: {<<: {q: 1}, <<: {r: 2}}\n'<<': text\n");
    CHECK(tree.find("one")->to_json().dump() == R"({"y":9,"x":1,"w":5})");
    CHECK(tree.find("two")->to_json().dump() == R"({"x":1,"y":2,"z":4})");
    CHECK(tree.find("three")->to_json().dump() == R"({"q":1,"r":2})");
    CHECK(tree.find("<<")->text() == "text");
    CHECK(tree.find("two")->entries().at(0).key_place.line == 1);
    CHECK(only_problem("<<: 5") == "MLP001 1:1 '<<' takes in a map or a list of maps, not an integer");
    CHECK(only_problem("a: {<<: [1]}") == "MLP001 1:5 '<<' takes in a map or a list of maps, not a list");
    CHECK(only_problem("&a [x, *a]") == "MLP001 1:8 the alias '*a' stands inside of what '&a' names");
    CHECK(parsed("[&a 1, *a, &a 2, *a]").to_json().dump() == "[1,1,2,2]");
    CHECK(parsed("&k key: 1\nb: *k\n").find("b")->text() == "key");
}

TEST_CASE("every duplicate key is told, with the place of the first") {
    const auto problems = problems_of("a: 1\nb: {c: 1, c: 2}\na: 3\n'a': 4\n");
    REQUIRE(problems.size() == 3);
    CHECK(problems[0].code == "MLP004");
    CHECK(problems[0].place == mlp::Position{"f.yaml", 2, 11});
    CHECK(problems[0].message == "the key 'c' stands here a second time; the first is at f.yaml:2:5");
    CHECK(problems[1].place.line == 3);
    CHECK(problems[2].place.line == 4);
    std::vector<Problem> found;
    CHECK(parse_yaml("a: 1\na: 2\nb: 3\n", "f", found).to_json().dump() == R"({"a":1,"b":3})");
}

TEST_CASE("problems of syntax are told in plain words") {
    CHECK(only_problem("a: [x/${b}.csv]\n") == "MLP001 1:8 within '[]' and '{}' a text with '${' needs quotes");
    CHECK(only_problem("a: {b: ${c}}\n") == "MLP001 1:9 within '[]' and '{}' a text with '${' needs quotes");
    CHECK(only_problem("a: b: c\n") == "MLP001 1:5 a ':' is not possible here");
    CHECK(only_problem("a: @x\n") == "MLP001 1:4 a value cannot begin with '@'");
    CHECK(only_problem("a: *x\n") == "MLP001 1:4 no anchor for the alias '*x' stands above");
    CHECK(only_problem("a: [1, 2\nb: 3\n").starts_with("MLP001 "));
    CHECK(only_problem("a: \"open\n") == "MLP001 1:4 the text in quotes that begins here is not closed");
    CHECK(only_problem("a: 'open\nb: it''s\n") == "MLP001 1:4 the text in quotes that begins here is not closed");
    CHECK(only_problem("a: 1\nb\nc: 2\n") == "MLP001 2:1 'b' has no ':' behind it");
    CHECK(only_problem("a: 1\n" + std::string(3'000'000, 'b') + "\nc: 2\n") ==
          "MLP001 2:1 '" + std::string(100, 'b') + "…' has no ':' behind it");
    CHECK(only_problem("a: 'x'\n\"y\"") == "MLP001 2:1 'y' has no ':' behind it");
    CHECK(parsed("? a\n? b\nc : 1\n'd' :\n").entries().size() == 4);
    CHECK(parsed("{a, b}").entries().size() == 2);
    CHECK(only_problem("a: 1\n]\n") == "MLP001 2:1 this closing bracket has no opening one");
    CHECK(only_problem("- a\nb: c\n") == "MLP001 2:1 this does not belong to what stands before it");
    CHECK(only_problem("a: {{ name }}\n") == "MLP001 1:5 a key must be a text; this is a map");
    CHECK(only_problem("? [1]\n: 2\n") == "MLP001 1:3 a key must be a text; this is a list");
    CHECK(only_problem(": 2\n") == "MLP001 1:1 a key is missing before ':'");
    CHECK(only_problem("a: \"\\y\"\n").starts_with("MLP001 1:"));
    CHECK(only_problem("a: 1\n<<<<<<< HEAD\nb: 2\n=======\n") ==
          "MLP001 2:1 an unresolved merge conflict of git stands here");
    CHECK(only_problem("a: 1\n--- \nb: 2\n") == "MLP006 2:1 a second document begins here; one is expected");
    CHECK(parsed("a: 1\n...\n").find("a") != nullptr);
}

TEST_CASE("tabs as indentation are told as such") {
    CHECK(only_problem("a:\n\tb: 1\n") == "MLP001 2:1 a tab is used for indentation, which YAML forbids");
    CHECK(only_problem("a:\n  b: 1\n\tc: 2\n") == "MLP001 3:1 a tab is used for indentation, which YAML forbids");
    CHECK(parsed("a: |\n  \tindented\n").find("a")->text() == "\tindented\n");
}

TEST_CASE("bytes that are no text are refused with their place") {
    CHECK(only_problem("a: é\nb: \xff\n") == "MLP002 2:4 the byte 0xff is not valid UTF-8");
    CHECK(only_problem("a: \xc3") == "MLP002 1:4 the byte 0xc3 is not valid UTF-8");
    CHECK(only_problem("\xff\xfe"
                       "a") == "MLP002 1:1 the file is written in UTF-16");
    CHECK(only_problem(std::string_view("a: \0b", 5)) == "MLP002 1:4 the control character \\x00 is not allowed here");
    CHECK(only_problem("a: b\x04 c: d") == "MLP002 1:5 the control character \\x04 is not allowed here");
    CHECK(only_problem("a: \xc2\x9b").starts_with("MLP002 1:4 the control character"));
}

TEST_CASE("limits stop documents that are deep or that unfold") {
    CHECK(only_problem(std::string(300, '[') + std::string(300, ']'), {.nodes = 1000, .depth = 100}) ==
          "MLP005 1:101 lists and maps are nested deeper than 100 levels");
    for (const std::string part : {"[", "{a: ", "- ", "? "}) {
        std::string deep;
        for (int i = 0; i < 50'000; ++i) deep += part;
        CAPTURE(part);
        CHECK_FALSE(problems_of(deep).empty());
    }
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 10; ++i) {
        const auto before = "*a" + std::to_string(i - 1);
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
        for (int k = 0; k < 9; ++k) bomb += ", " + before;
        bomb += "]\n";
    }
    CHECK(only_problem(bomb).find("more than 2000000 values") != std::string::npos);
    CHECK(only_problem("[1, 2, 3, 4]", {.nodes = 4, .depth = 9}).starts_with("MLP005 1:1"));
    CHECK(problems_of("[1, 2, 3]", {.nodes = 4, .depth = 9}).empty());
    CHECK(only_problem("a: 1\nb: " + std::string(20'000, '[')) ==
          "MLP005 2:4 more than 10,000 brackets open here, one behind the other");
}

TEST_CASE("the number of problems is bounded") {
    std::string text;
    for (int i = 0; i < 5000; ++i) text += "same: 1\n";
    CHECK(problems_of(text).size() == 100);
}

TEST_CASE("the first problem is thrown as an error with place, code and hint") {
    try {
        parse_yaml_or_throw("a: 1\na: 2\n", "dir/f.yaml");
        FAIL("nothing thrown");
    } catch (const Error& error) {
        CHECK(error.kind() == mlp::Kind::invalid);
        CHECK(error.place() == "dir/f.yaml:2:1");
        CHECK(error.code_text() == "MLP004");
        CHECK_FALSE(error.hint_text().empty());
    }
}

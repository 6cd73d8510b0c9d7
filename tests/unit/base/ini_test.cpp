#include "core/base/ini.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "thrown.hpp"

using namespace mlp;
using base::ini_quoted;
using base::parse_ini;

namespace {

using Values = std::vector<std::string>;

/// The values of the one setting of a file.
Values values_of(const std::string& written) {
    const auto sections = parse_ini("[s]\nk = " + written + "\n", "config");
    REQUIRE(sections.size() == 1);
    REQUIRE(sections[0].entries.size() == 1);
    return sections[0].entries[0].values;
}

/// A short text of the characters that mean something to the format.
std::string random_value(std::mt19937& random) {
    constexpr std::string_view characters = "ab'\" ,#=[]\\\n\t%";
    std::string text;
    for (auto length = random() % 7; length > 0; --length) text += characters[random() % characters.size()];
    return text;
}

}  // namespace

TEST_CASE("sections and settings are read in their order, names in lower case") {
    const auto sections = parse_ini(
        "\xef\xbb\xbf# notes\r\n\r\n[Core]\r\n  Remote = Store # the default\r\n[ 'remote \"Store]\"' ] # quoted\r\n"
        "\"url\" = s3://b/x=y\r\nempty =\r\n",
        "config");
    REQUIRE(sections.size() == 2);
    CHECK(sections[0].name == "core");
    CHECK(sections[0].place.line == 3);
    REQUIRE(sections[0].entries.size() == 1);
    CHECK(sections[0].entries[0].key == "remote");
    CHECK(sections[0].entries[0].values == Values{"Store"});
    CHECK(sections[0].entries[0].place.line == 4);
    CHECK(sections[1].name == "remote \"store]\"");
    REQUIRE(sections[1].entries.size() == 2);
    CHECK(sections[1].entries[0].key == "url");
    CHECK(sections[1].entries[0].values == Values{"s3://b/x=y"});
    CHECK(sections[1].entries[1].values == Values{""});
    CHECK(parse_ini("", "config").empty());
}

TEST_CASE("a value may be a list, stand in quotes, or take several lines") {
    CHECK(values_of("a, b ,c") == Values{"a", "b", "c"});
    CHECK(values_of("a,") == Values{"a"});
    CHECK(values_of(",") == Values{""});
    CHECK(values_of("'a, b', \"c # d\" # e") == Values{"a, b", "c # d"});
    CHECK(values_of("it's") == Values{"it's"});
    CHECK(values_of("'''one\n two'''# e") == Values{"one\n two"});
    CHECK(values_of("'''one \t\r\n two \n'''") == Values{"one \t\n two \n"});
    const auto sections = parse_ini("[s]\nk = \"\"\"a\n\nb\"\"\"\nl = 1\n", "config");
    REQUIRE(sections[0].entries.size() == 2);
    CHECK(sections[0].entries[0].values == Values{"a\n\nb"});
    CHECK(sections[0].entries[0].place.line == 2);
    CHECK(sections[0].entries[0].last_line == 4);
    CHECK(sections[0].entries[1].place.line == 5);
}

TEST_CASE("what is no configuration is refused where it stands") {
    struct Row {
        const char* text;
        const char* place;
        const char* part;
    };
    const Row rows[] = {
        {"[s]\nword\n", "config:2", "'word' is not a setting"},
        {"k = 1\n", "config:1", "outside of any section"},
        {"[s]\n = 1\n", "config:2", "names no setting"},
        {"[s\n", "config:1", "has no end"},
        {"['s\n", "config:1", "has no end"},
        {"[]\n", "config:1", "is not a section"},
        {"[[s]]\n", "config:1", "follows a section's name"},
        {"[s] x\n", "config:1", "follows a section's name"},
        {"[s]\n[ S ]\n", "config:2", "stands twice (first at line 1)"},
        {"[s]\nk = 1\n\nK = 2\n", "config:4", "stands twice (first at line 2)"},
        {"[s]\nk = 'a\n", "config:2", "has no end"},
        {"[s]\nk = 'a' b\n", "config:2", "follows a value in quotes"},
        {"[s]\nk = '''a\nb\n", "config:2", "triple quotes has no end"},
        {"[s]\nk = '''a''' b\n", "config:2", "follows a value"},
        {"[s]\nk = \xff\n", "config", "not UTF-8"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Error error = test::thrown_by([&] { parse_ini(row.text, "config"); });
        CHECK(error.kind() == Kind::invalid);
        CHECK(error.place() == row.place);
        CAPTURE(error.message());
        CHECK(test::contains(error.message(), row.part));
        CHECK_FALSE(error.hint_text().empty());
    }
}

TEST_CASE("a value is quoted only when it must be") {
    CHECK(ini_quoted("s3://bucket/path=1") == "s3://bucket/path=1");
    CHECK(ini_quoted("it's \"so\" here") == "'''it's \"so\" here'''");
    CHECK(ini_quoted("") == "\"\"");
    CHECK(ini_quoted(" a") == "\" a\"");
    CHECK(ini_quoted("a, b") == "\"a, b\"");
    CHECK(ini_quoted("\"a\"") == "'\"a\"'");
    CHECK(ini_quoted("a\nb") == "'''a\nb'''");
    CHECK(ini_quoted("a\nb'") == "\"\"\"a\nb'\"\"\"");
    for (const char* value : {"'''\"\"\"", "a'''\n\""}) {
        CAPTURE(value);
        CHECK(test::thrown_by([&] { ini_quoted(value); }).kind() == Kind::invalid);
    }
    CHECK(test::thrown_by([] { ini_quoted("a\nb", false); }).kind() == Kind::invalid);
}

TEST_CASE("random values read back as they were, or are refused") {
    std::mt19937 random(11);
    int written = 0;
    for (int round = 0; round < 3'000; ++round) {
        const std::string value = random_value(random);
        std::string text;
        try {
            text = ini_quoted(value);
        } catch (const Error& error) {
            CHECK(error.kind() == Kind::invalid);
            continue;
        }
        ++written;
        CAPTURE(text);
        CHECK(values_of(text) == Values{value});
    }
    CHECK(written > 2'000);
}

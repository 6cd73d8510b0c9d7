#include "cli/output/text.hpp"

#include <doctest/doctest.h>

using namespace mlp::cli;

TEST_CASE("labels are escape sequences only where colours are wanted") {
    CHECK(Text(false).add(Label::error, "bad").str() == "bad");
    CHECK(Text(true).add(Label::error, "bad").str() == "\x1b[1;31mbad\x1b[0m");
    CHECK(Text(true).add(Label::plain, "x").add(Label::ok, "").str() == "x");
}

TEST_CASE("text from outside cannot reach the terminal as control characters") {
    const std::string shown = Text(true)
                                  .line(
                                      "a\x1b[31m\r\x07"
                                      "b\nc\xff")
                                  .str();
    CHECK(shown.find('\x1b') == std::string::npos);
    CHECK(shown.find('\r') == std::string::npos);
    CHECK(shown.find('\xff') == std::string::npos);
    CHECK(shown.find('\n') == shown.size() - 1);
}

TEST_CASE("paragraphs break between words") {
    CHECK(Text(false, 24).wrapped("one two three four five six", 2).str() == "  one two three four\n  five six\n");
    CHECK(Text(false, 80).wrapped("  a   b ").str() == "a b\n");
    CHECK(Text(false, 80).wrapped("").str().empty());
    // Longer than any line: kept whole.
    const std::string word(90, 'x');
    CHECK(Text(false, 40).wrapped("a " + word).str() == "a\n" + word + "\n");
    // A wide character takes two columns.
    CHECK(Text(false, 20).wrapped("数数数数 数数数数数数").str() == "数数数数\n数数数数数数\n");
}

TEST_CASE("hanging text goes on behind what is written") {
    CHECK(Text(false, 30).add("name").hanging("one two three four five six", 8, 4).str() ==
          "name    one two three four\n        five six\n");
}

#include "core/base/text.hpp"

#include "core/base/shorten.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace mlp::base;
using namespace std::chrono_literals;

TEST_CASE("a long text is told by its beginning, never with half a character") {
    CHECK(shortened("abc", 3) == "abc");
    CHECK(shortened("abcd", 3) == "abc…");
    CHECK(shortened("aéé", 4) == "aé…");
    CHECK(shortened("aéé", 5) == "aéé");
    CHECK(shortened("😀x", 3) == "…");
}

TEST_CASE("each of a character is replaced, at the ends and side by side too") {
    CHECK(replaced("\na\n\nb\n", '\n', "\r\n") == "\r\na\r\n\r\nb\r\n");
    CHECK(replaced("plain", '\n', "\r\n") == "plain");
    CHECK(replaced("", '\n', "x") == "");
}

TEST_CASE("valid UTF-8 is accepted up to the last code point") {
    for (const char* text : {"", "plain", "größe", "データ", "\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                             "\xf4\x8f\xbf\xbf", "\xc2\x80", "\xe0\xa0\x80", "\xf0\x90\x80\x80"}) {
        CAPTURE(text);
        CHECK_FALSE(invalid_utf8(text));
    }
    CHECK_FALSE(invalid_utf8(std::string_view("a\0b", 3)));
}

TEST_CASE("the first invalid byte is found") {
    struct Row {
        const char* text;
        std::size_t at;
    };
    const Row rows[] = {
        {"\x80", 0},                 // a continuation alone
        {"ab\xff", 2},               // never a byte of UTF-8
        {"a\xc3", 1},                // cut
        {"a\xe2\x82", 1},            // cut
        {"\xf0\x9f\x98", 0},         // cut
        {"\xc0\xaf", 0},             // overlong '/'
        {"\xc1\xbf", 0},             // overlong
        {"\xe0\x9f\xbf", 0},         // overlong
        {"\xf0\x8f\xbf\xbf", 0},     // overlong
        {"\xed\xa0\x80", 0},         // surrogate
        {"\xed\xbf\xbf", 0},         // surrogate
        {"\xf4\x90\x80\x80", 0},     // beyond U+10FFFF
        {"\xf5\x80\x80\x80", 0},     // beyond U+10FFFF
        {"ü\xc3(", 2},               // wrong continuation
        {"\xe2\x28\xa1", 0},         // wrong continuation
        {"\xf8\x88\x80\x80\x80", 0}  // five bytes
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        CHECK(invalid_utf8(row.text) == row.at);
    }
}

TEST_CASE("characters are code points, invalid bytes one each") {
    CHECK(character_count("") == 0);
    CHECK(character_count("größe") == 5);
    CHECK(character_count("a\xff\xfe!") == 4);
    CHECK(character_count("\xe2\x82") == 2);
}

TEST_CASE("display width counts columns") {
    CHECK(display_width("plain") == 5);
    CHECK(display_width("größe") == 5);
    CHECK(display_width("データ") == 6);
    CHECK(display_width("e\xcc\x81") == 1);         // e + combining acute
    CHECK(display_width("\xf0\x9f\x98\x80") == 2);  // an emoji
    CHECK(display_width("\xff") == 1);
}

TEST_CASE("printable text moves no cursor and hides nothing") {
    CHECK(printable("größe データ") == "größe データ");
    CHECK(printable("a\nb") == "a\\nb");
    CHECK(printable("\x1b[31mred") == "\\x1b[31mred");
    CHECK(printable("a\rb\tc\x7f") == "a\\x0db\\x09c\\x7f");
    CHECK(printable("\xff\xc3") == "\\xff\\xc3");
    CHECK(printable(std::string_view("\0", 1)) == "\\x00");
    CHECK(printable("a\xe2\x80\xae"
                    "b") == "a\\xe2\\x80\\xaeb");  // right-to-left override
    CHECK(printable("\xc2\x9b") == "\\xc2\\x9b");  // the one-byte CSI
}

TEST_CASE("sizes") {
    CHECK(size_text(0) == "0 B");
    CHECK(size_text(312) == "312 B");
    CHECK(size_text(1023) == "1023 B");
    CHECK(size_text(1024) == "1.0 KiB");
    CHECK(size_text(1536 * 1024) == "1.5 MiB");
    CHECK(size_text((1ULL << 20) - 1) == "1.0 MiB");  // not "1024.0 KiB"
    CHECK(size_text(3ULL << 40) == "3.0 TiB");
    CHECK(size_text(std::numeric_limits<std::uint64_t>::max()) == "16.0 EiB");
}

TEST_CASE("durations for people") {
    CHECK(duration_text(0ms) == "0 ms");
    CHECK(duration_text(85ms) == "85 ms");
    CHECK(duration_text(999ms) == "999 ms");
    CHECK(duration_text(3200ms) == "3.2 s");
    CHECK(duration_text(59'949ms) == "59.9 s");
    CHECK(duration_text(59'950ms) == "1 min 00 s");
    CHECK(duration_text(245s) == "4 min 05 s");
    CHECK(duration_text(3'599'500ms) == "1 h 00 min");
    CHECK(duration_text(72min) == "1 h 12 min");
    CHECK(duration_text(50h) == "50 h 00 min");
}

TEST_CASE("durations from people") {
    CHECK(parse_duration("90s") == 90s);
    CHECK(parse_duration("5m") == 5min);
    CHECK(parse_duration("1h30m") == 90min);
    CHECK(parse_duration("250ms") == 250ms);
    CHECK(parse_duration("12") == 12s);
    CHECK(parse_duration("1.5s") == 1500ms);
    CHECK(parse_duration("0") == 0ms);
    CHECK(parse_duration("2d") == 48h);
    CHECK(parse_duration("1m500ms") == 60'500ms);
}

TEST_CASE("malformed durations are nothing") {
    for (const char* text : {"", " ", "s", "-5s", "+5s", "5 s", "5x", "1h-5m", "1..5s", ".", "1e3s", "nan", "inf",
                             "99999999999999999999d", "5sec", "h5"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_duration(text));
    }
}

TEST_CASE("a typo finds what was meant") {
    const std::vector<std::string> commands{"track", "train", "status", "validate", "deploy"};
    CHECK(nearest("trakc", commands) == "track");  // swapped letters count once
    CHECK(nearest("statsu", commands) == "status");
    CHECK(nearest("vlidate", commands) == "validate");
    CHECK(nearest("DEPLOY", commands) == "deploy");
    CHECK(nearest("traim", commands) == "train");
    CHECK(did_you_mean("deplyo", commands) == ". Did you mean 'deploy'?");
}

TEST_CASE("what is far from everything finds nothing") {
    const std::vector<std::string> names{"track", "status", "x"};
    CHECK_FALSE(nearest("", names));
    CHECK_FALSE(nearest("completely", names));
    CHECK_FALSE(nearest("stack-trace", names));
    CHECK_FALSE(nearest("anything", {}));
    CHECK(did_you_mean("zzzzzz", names).empty());
    // Hostile lengths end at once instead of filling a table.
    CHECK_FALSE(nearest(std::string(10'000'000, 'a'), names));
    const std::vector<std::string> long_names{std::string(10'000'000, 'a')};
    CHECK_FALSE(nearest("aaaa", long_names));
}

TEST_CASE("of equally near candidates the first is taken") {
    const std::vector<std::string> names{"lrb", "lra"};
    CHECK(nearest("lr", names) == "lrb");
}

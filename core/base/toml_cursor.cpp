#include "core/base/toml_cursor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>

#include "core/base/ascii.hpp"
#include "core/base/big_integer.hpp"
#include "core/base/code_points.hpp"
#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/base/verbatim.hpp"

namespace mlp::base {

namespace {

bool is_bare(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/// Underscores may only stand between digits.
bool remove_underscores(std::string& text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '_') continue;
        const bool between = i > 0 && i + 1 < text.size() &&
                             std::isxdigit(static_cast<unsigned char>(text[i - 1])) != 0 &&
                             std::isxdigit(static_cast<unsigned char>(text[i + 1])) != 0;
        if (!between) return false;
    }
    std::erase(text, '_');
    return true;
}

/// "1979-05-27", "07:32:00", and both together.
bool looks_like_date(std::string_view word) {
    return word.size() >= 8 && ((is_digit(word[0]) && is_digit(word[3]) && word[4] == '-') ||
                                (is_digit(word[0]) && is_digit(word[1]) && word[2] == ':'));
}

std::optional<Json> integer_of(std::string_view word) {
    int base = 10;
    std::string_view digits = word;
    const bool negative = digits.starts_with('-');
    if (negative || digits.starts_with('+')) digits.remove_prefix(1);
    if (digits.size() == word.size() && digits.size() > 2 && digits[0] == '0' && !is_digit(digits[1])) {
        base = digits[1] == 'x' ? 16 : digits[1] == 'o' ? 8 : digits[1] == 'b' ? 2 : 0;
        digits.remove_prefix(2);
    }
    if (base == 0 || digits.empty() || (base == 10 && digits.size() > 1 && digits[0] == '0')) return std::nullopt;
    return integer_of_digits(digits, base, negative);
}

std::optional<Json> real_of(std::string_view word) {
    std::string_view digits = word;
    if (digits.starts_with('-') || digits.starts_with('+')) digits.remove_prefix(1);
    const double sign = word.starts_with('-') ? -1 : 1;
    if (digits == "inf") return Json(sign * std::numeric_limits<double>::infinity());
    if (digits == "nan") return Json(std::numeric_limits<double>::quiet_NaN());
    const bool starts_well =
        !digits.empty() && is_digit(digits[0]) && (digits[0] != '0' || digits.size() == 1 || !is_digit(digits[1]));
    const bool is_real = starts_well && digits.find_first_of(".eE") != std::string_view::npos;
    const auto value = is_real ? parse_number(digits) : std::nullopt;
    return value ? std::optional<Json>(sign * *value) : std::nullopt;
}

}  // namespace

void TomlCursor::fail(std::string_view message) const {
    const std::string_view before = text_.substr(0, std::min(at_, text_.size()));
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    throw Error(Kind::invalid, std::string(message))
        .at(fmt::format("{}:{}:{}", origin_, line, character_count(before.substr(line_start)) + 1));
}

bool TomlCursor::take(std::string_view word) {
    if (!starts_with(word)) return false;
    at_ += word.size();
    return true;
}

void TomlCursor::expect(std::string_view word) {
    if (!take(word)) fail(fmt::format("'{}' is expected here", word));
}

void TomlCursor::skip_blanks() {
    while (peek() == ' ' || peek() == '\t') ++at_;
}

void TomlCursor::skip_blank_lines() {
    while (!at_end()) {
        skip_blanks();
        if (peek() == '#') at_ = std::min(text_.find('\n', at_), text_.size());
        if (!take("\n") && !take("\r\n")) return;
    }
}

void TomlCursor::end_line() {
    skip_blanks();
    if (peek() == '#') at_ = std::min(text_.find('\n', at_), text_.size());
    if (!at_end() && !take("\n") && !take("\r\n")) fail("the line should end here");
}

std::string TomlCursor::key_part() {
    if (peek() == '"') return ++at_, basic(false);
    if (peek() == '\'') return ++at_, literal(false);
    const std::size_t from = at_;
    while (is_bare(peek())) ++at_;
    if (at_ == from) fail("a key is expected here");
    return std::string(text_.substr(from, at_ - from));
}

std::string TomlCursor::string() {
    for (const char quote : {'"', '\''}) {
        const std::string three(3, quote);
        if (peek() != quote) continue;
        const bool multiline = take(three);
        if (!multiline) ++at_;
        if (multiline && !take("\n")) take("\r\n");
        return quote == '"' ? basic(multiline) : literal(multiline);
    }
    fail("a text is expected here");
}

bool TomlCursor::closes_multiline(char quote, std::string& out) {
    if (!starts_with(std::string(3, quote))) return false;
    // Up to two quotes may stand right before the closing three.
    while (peek(3) == quote) {
        out += quote;
        ++at_;
    }
    at_ += 3;
    return true;
}

std::string TomlCursor::basic(bool multiline) {
    std::string out;
    while (!at_end()) {
        const char c = peek();
        if (multiline && closes_multiline('"', out)) return out;
        if (!multiline && take("\"")) return out;
        if (!multiline && c == '\n') break;
        ++at_;
        if (c != '\\') {
            out += c;
            continue;
        }
        escape(out);
    }
    fail("the text in quotes is not closed");
}

std::string TomlCursor::literal(bool multiline) {
    std::string out;
    while (!at_end()) {
        if (multiline && closes_multiline('\'', out)) return out;
        if (!multiline && take("'")) return out;
        if (!multiline && peek() == '\n') break;
        out += peek();
        ++at_;
    }
    fail("the text in quotes is not closed");
}

void TomlCursor::escape(std::string& out) {
    static constexpr std::string_view names = "btnfr\"\\e";
    static constexpr std::string_view values = "\b\t\n\f\r\"\\\x1b";
    const char c = peek();
    if (const std::size_t simple = names.find(c); c != '\0' && simple != std::string_view::npos) {
        out += values[simple];
        ++at_;
        return;
    }
    if (c == 'u' || c == 'U') {
        const std::size_t length = c == 'u' ? 4 : 8;
        const std::string_view digits = text_.substr(std::min(at_ + 1, text_.size()), length);
        std::uint32_t code = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
        const bool surrogate = code >= 0xD800 && code < 0xE000;
        if (digits.size() != length || error != std::errc() || end != digits.data() + length || surrogate ||
            code > 0x10FFFF)
            fail("an escape needs the hexadecimal number of a character");
        append_utf8(static_cast<char32_t>(code), out);
        at_ += 1 + length;
        return;
    }
    // A backslash at the end of a line takes away all white space up to the next word.
    const std::size_t word = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
    if (text_.substr(at_, word - at_).find('\n') == std::string_view::npos) fail("this escape is not known");
    at_ = word;
}

Json TomlCursor::scalar() {
    const std::size_t from = at_;
    const auto is_part = [](char c) { return is_bare(c) || c == '+' || c == '.' || c == ':'; };
    while (is_part(peek())) ++at_;
    std::string word(text_.substr(from, at_ - from));
    if (word == "true") return true;
    if (word == "false") return false;
    if (looks_like_date(word)) {
        // One space may stand between date and time.
        if (word.size() == 10 && peek() == ' ' && is_digit(peek(1)) && is_digit(peek(2)) && peek(3) == ':') {
            ++at_;
            while (is_part(peek())) ++at_;
            word = std::string(text_.substr(from, at_ - from));
        }
        return verbatim_yaml(word);
    }
    const std::size_t end = at_;
    at_ = from;
    if (word.empty() || !remove_underscores(word)) fail("a value is expected here; a text stands in quotes");
    auto value = integer_of(word);
    if (!value) value = real_of(word);
    if (!value) fail(fmt::format("'{}' is no value; a text stands in quotes", printable(word)));
    at_ = end;
    return *value;
}

}  // namespace mlp::base

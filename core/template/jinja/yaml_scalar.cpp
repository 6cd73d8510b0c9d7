#include "core/template/jinja/yaml_scalar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/unicode.hpp"

namespace mlp::tmpl::jinja {

namespace {

/// Reads a text from left to right by the pieces of a pattern.
struct Reader {
    std::string_view rest;

    bool take(std::string_view any_of) {
        if (rest.empty() || any_of.find(rest.front()) == std::string_view::npos) return false;
        rest.remove_prefix(1);
        return true;
    }
    std::size_t run(std::string_view any_of, std::size_t most = std::string_view::npos) {
        std::size_t count = 0;
        while (count < most && take(any_of)) ++count;
        return count;
    }
    bool word(std::string_view text) {
        if (!rest.starts_with(text)) return false;
        rest.remove_prefix(text.size());
        return true;
    }
    bool done() const { return rest.empty(); }
};

constexpr std::string_view digits = "0123456789";
constexpr std::string_view digits_ = "0123456789_";

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

/// ":59" once or more, as in numbers to the base 60.
bool sixties(Reader& reader) {
    bool any = false;
    while (reader.take(":")) {
        const auto before = reader.rest;
        if (reader.run(digits, 2) == 2 && before.front() > '5') return false;
        if (reader.rest.size() == before.size()) return false;
        any = true;
    }
    return any;
}

bool is_integer(std::string_view text) {
    const auto body = [&] {
        Reader reader{text};
        reader.take("+-");
        return reader;
    };
    auto binary = body();
    if (binary.word("0b") && binary.run("01_") > 0 && binary.done()) return true;
    auto octal = body();
    if (octal.word("0") && octal.run("01234567_") > 0 && octal.done()) return true;
    auto hexadecimal = body();
    if (hexadecimal.word("0x") && hexadecimal.run("0123456789abcdefABCDEF_") > 0 && hexadecimal.done()) return true;
    auto decimal = body();
    if (decimal.rest == "0") return true;
    if (!decimal.take("123456789")) return false;
    decimal.run(digits_);
    return decimal.done() || (sixties(decimal) && decimal.done());
}

bool exponent(Reader& reader) {
    if (!reader.take("eE")) return true;
    return reader.take("+-") && reader.run(digits) > 0;
}

bool is_real(std::string_view text) {
    if (one_of(text, {".nan", ".NaN", ".NAN"})) return true;
    Reader word{text};
    word.take("+-");
    if (one_of(word.rest, {".inf", ".Inf", ".INF"})) return true;
    Reader fraction{text};
    if (fraction.take(".") && fraction.take(digits)) {
        fraction.run(digits_);
        if (exponent(fraction) && fraction.done()) return true;
    }
    Reader number{text};
    number.take("+-");
    if (!number.take(digits)) return false;
    number.run(digits_);
    auto sixty = number;
    if (sixties(sixty) && sixty.take(".")) {
        sixty.run(digits_);
        if (sixty.done()) return true;
    }
    if (!number.take(".")) return false;
    number.run(digits_);
    return exponent(number) && number.done();
}

bool is_timestamp(std::string_view text) {
    Reader day{text};
    if (day.run(digits, 4) != 4 || !day.take("-")) return false;
    auto time = day;
    if (day.run(digits, 2) == 2 && day.take("-") && day.run(digits, 2) == 2 && day.done()) return true;
    if (time.run(digits, 2) == 0 || !time.take("-") || time.run(digits, 2) == 0) return false;
    if (!time.take("Tt") && time.run(" \t") == 0) return false;
    if (time.run(digits, 2) == 0 || !time.take(":") || time.run(digits, 2) != 2) return false;
    if (!time.take(":") || time.run(digits, 2) != 2) return false;
    if (time.take(".")) time.run(digits);
    if (time.done()) return true;
    time.run(" \t");
    if (time.take("Z")) return time.done();
    if (!time.take("+-") || time.run(digits, 2) == 0) return false;
    return time.done() || (time.take(":") && time.run(digits, 2) == 2 && time.done());
}

bool is_space_or_break(char32_t c) { return c == 0 || c == U' ' || c == U'\t' || c == U'\r' || is_yaml_break(c); }

bool in(std::u32string_view set, char32_t c) { return set.find(c) != std::u32string_view::npos; }

/// What a text holds that plain or single-quoted scalars cannot.
struct Findings {
    bool flow_indicators = false;
    bool block_indicators = false;
    bool line_breaks = false;
    bool special = false;
    bool blank_ends = false;   ///< begins or ends with a space or a line break
    bool break_space = false;  ///< a space behind a line break
    bool space_break = false;  ///< the reverse
};

void note_indicator(Findings& found, std::u32string_view text, std::size_t at) {
    const char32_t c = text[at];
    const bool before = at == 0 || is_space_or_break(text[at - 1]);
    const bool after = at + 1 >= text.size() || is_space_or_break(text[at + 1]);
    if (at == 0) {
        if (in(U"#,[]{}&*!|>'\"%@`", c) || (c == U'-' && after)) found.flow_indicators = found.block_indicators = true;
        if (c == U'?' || c == U':') found.flow_indicators = true;
        if ((c == U'?' || c == U':') && after) found.block_indicators = true;
        return;
    }
    if (in(U",?[]{}:", c)) found.flow_indicators = true;
    if (c == U':' && after) found.block_indicators = true;
    if (c == U'#' && before) found.flow_indicators = found.block_indicators = true;
}

bool is_printable_unicode(char32_t c) {
    return (c == 0x85 || (c >= 0xa0 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) ||
            (c >= 0x10000 && c < 0x10ffff)) &&
           c != 0xfeff;
}

Findings analyzed(std::u32string_view text, bool unicode) {
    Findings found;
    if (text.starts_with(U"---") || text.starts_with(U"...")) found.flow_indicators = found.block_indicators = true;
    bool after_space = false;
    bool after_break = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char32_t c = text[at];
        note_indicator(found, text, at);
        const bool breaks = is_yaml_break(c);
        const bool plain_ascii = c == U'\n' || (c >= 0x20 && c <= 0x7e);
        if (!plain_ascii && !(unicode && is_printable_unicode(c))) found.special = true;
        if (breaks) found.line_breaks = true;
        if ((breaks || c == U' ') && (at == 0 || at + 1 == text.size())) found.blank_ends = true;
        if (c == U' ' && after_break) found.break_space = true;
        if (breaks && after_space) found.space_break = true;
        after_space = c == U' ';
        after_break = breaks;
    }
    return found;
}

}  // namespace

bool is_yaml_break(char32_t c) { return c == U'\n' || c == 0x85 || c == 0x2028 || c == 0x2029; }

YamlType yaml_type(std::string_view plain) {
    if (one_of(plain, {"", "~", "null", "Null", "NULL"})) return YamlType::null;
    if (one_of(plain, {"yes", "Yes", "YES", "no", "No", "NO", "true", "True", "TRUE", "false", "False", "FALSE", "on",
                       "On", "ON", "off", "Off", "OFF"}))
        return YamlType::boolean;
    if (is_integer(plain)) return YamlType::integer;
    if (is_real(plain)) return YamlType::real;
    if (is_timestamp(plain)) return YamlType::timestamp;
    return plain == "<<" || plain == "=" ? YamlType::other : YamlType::text;
}

YamlScalar yaml_scalar_of(const Value& value) {
    if (value.is_none()) return {"null", YamlType::null};
    if (value.is_boolean()) return {value.boolean() ? "true" : "false", YamlType::boolean};
    if (value.is_integer()) return {std::to_string(*value.integer()), YamlType::integer};
    if (value.is_real()) {
        auto text = real_text(*value.real());
        if (text == "inf" || text == "-inf" || text == "nan") text.insert(text.starts_with('-') ? 1 : 0, ".");
        if (text.find('.') == std::string::npos) text.insert(text.find('e'), ".0");
        return {text, YamlType::real};
    }
    if (value.is_text() && !value.is_safe()) return {value.text(), YamlType::text};
    if (value.is_undefined()) fail_undefined(value.undefined());
    fail(fmt::format("a value of type '{}' cannot become YAML", value.type_name()));
}

Quoting quoting(const YamlScalar& scalar, bool in_flow, bool is_key, bool unicode) {
    const auto text = code_points(scalar.text);
    const auto found = analyzed(text, unicode);
    const bool spoiled = found.break_space || found.space_break || found.special;
    const bool plain = !text.empty() && !found.blank_ends && !spoiled && !found.line_breaks &&
                       !(in_flow ? found.flow_indicators : found.block_indicators);
    if (plain && yaml_type(scalar.text) == scalar.type) return Quoting::plain;
    return spoiled || (is_key && found.line_breaks) ? Quoting::twofold : Quoting::single;
}

bool needs_escape(char32_t c, bool unicode) {
    if (in(U"\"\\\x85\u2028\u2029\ufeff", c)) return true;
    return !((c >= 0x20 && c <= 0x7e) || (unicode && ((c >= 0xa0 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd))));
}

std::string yaml_escape(char32_t c) {
    static constexpr std::array<std::pair<char32_t, char>, 15> letters{{{0, '0'},
                                                                        {7, 'a'},
                                                                        {8, 'b'},
                                                                        {9, 't'},
                                                                        {10, 'n'},
                                                                        {11, 'v'},
                                                                        {12, 'f'},
                                                                        {13, 'r'},
                                                                        {27, 'e'},
                                                                        {U'"', '"'},
                                                                        {U'\\', '\\'},
                                                                        {0x85, 'N'},
                                                                        {0xa0, '_'},
                                                                        {0x2028, 'L'},
                                                                        {0x2029, 'P'}}};
    const auto* known = std::find_if(letters.begin(), letters.end(), [&](const auto& row) { return row.first == c; });
    if (known != letters.end()) return {'\\', known->second};
    const auto code = static_cast<std::uint32_t>(c);
    return code <= 0xff     ? fmt::format("\\x{:02X}", code)
           : code <= 0xffff ? fmt::format("\\u{:04X}", code)
                            : fmt::format("\\U{:08X}", code);
}

}  // namespace mlp::tmpl::jinja

#include "core/template/jinja/unicode.hpp"

#include <algorithm>
#include <iterator>

namespace mlp::tmpl::jinja {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};
struct CasePair {
    char32_t from;
    char32_t to;
};
struct Expansion {
    char32_t from;
    std::u32string_view to;
};

#include "core/template/jinja/unicode_data.inc"

template <std::size_t count>
bool in(const Range (&table)[count], char32_t c) {
    const auto* found = std::upper_bound(std::begin(table), std::end(table), c,
                                         [](char32_t wanted, const Range& range) { return wanted < range.first; });
    return found != std::begin(table) && c <= std::prev(found)->last;
}

template <class Row, std::size_t count>
const Row* row_of(const Row (&table)[count], char32_t c) {
    const auto* found = std::lower_bound(std::begin(table), std::end(table), c,
                                         [](const Row& row, char32_t wanted) { return row.from < wanted; });
    return found != std::end(table) && found->from == c ? found : nullptr;
}

void append_upper(std::u32string& out, char32_t c) {
    if (const auto* longer = row_of(to_upper_long, c)) {
        out += longer->to;
    } else if (const auto* pair = row_of(to_upper, c)) {
        out += pair->to;
    } else {
        out += c;
    }
}

void append_title(std::u32string& out, char32_t c) {
    if (const auto* longer = row_of(to_title_long, c)) {
        out += longer->to;
    } else if (const auto* pair = row_of(to_title, c)) {
        out += pair->to;
    } else if (const auto* single = row_of(to_upper, c)) {
        out += single->to;
    } else {
        out += c;
    }
}

bool is_cased(char32_t c) { return is_lower(c) || is_upper(c) || is_title(c); }

/// Σ is ς at the end of a word.
bool ends_word(std::u32string_view text, std::size_t at) {
    const bool after_letter = at > 0 && is_cased(text[at - 1]);
    const bool before_letter = at + 1 < text.size() && is_cased(text[at + 1]);
    return after_letter && !before_letter;
}

void append_lower(std::u32string& out, std::u32string_view text, std::size_t at) {
    constexpr char32_t capital_sigma = 0x3a3;
    constexpr char32_t final_sigma = 0x3c2;
    constexpr char32_t dotted_capital_i = 0x130;
    const char32_t c = text[at];
    if (c == capital_sigma && ends_word(text, at)) {
        out += final_sigma;
    } else if (c == dotted_capital_i) {
        out += U"i\u0307";
    } else if (const auto* pair = row_of(to_lower, c)) {
        out += pair->to;
    } else {
        out += c;
    }
}

}  // namespace

std::u32string code_points(std::string_view utf8) {
    std::u32string text;
    text.reserve(utf8.size());
    for (std::size_t at = 0; at < utf8.size();) {
        const auto byte = static_cast<unsigned char>(utf8[at]);
        const std::size_t length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
        char32_t c = length == 1 ? byte : byte & (0x7fU >> length);
        for (std::size_t i = 1; i < length && at + i < utf8.size(); ++i)
            c = (c << 6U) | (static_cast<unsigned char>(utf8[at + i]) & 0x3fU);
        text += c;
        at += length;
    }
    return text;
}

void append_utf8(std::string& text, char32_t c) {
    const auto add = [&](char32_t byte) { text += static_cast<char>(byte); };
    if (c < 0x80) {
        add(c);
    } else if (c < 0x800) {
        add(0xc0U | (c >> 6U));
        add(0x80U | (c & 0x3fU));
    } else if (c < 0x10000) {
        add(0xe0U | (c >> 12U));
        add(0x80U | ((c >> 6U) & 0x3fU));
        add(0x80U | (c & 0x3fU));
    } else {
        add(0xf0U | (c >> 18U));
        add(0x80U | ((c >> 12U) & 0x3fU));
        add(0x80U | ((c >> 6U) & 0x3fU));
        add(0x80U | (c & 0x3fU));
    }
}

std::string utf8(std::u32string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char32_t c : text) append_utf8(out, c);
    return out;
}

bool is_alphabetic(char32_t c) { return in(alphabetic, c); }
bool is_alphanumeric(char32_t c) { return in(alphabetic, c) || in(numeric, c); }
bool is_decimal(char32_t c) { return in(decimal, c); }
bool is_digit(char32_t c) { return in(digit, c); }
bool is_numeric(char32_t c) { return in(numeric, c); }
bool is_space(char32_t c) { return in(white_space, c); }
bool is_printable(char32_t c) { return in(printable_characters, c); }
bool is_lower(char32_t c) { return in(lower_case, c); }
bool is_upper(char32_t c) { return in(upper_case, c); }
bool is_title(char32_t c) { return in(title_case, c); }

std::u32string upper(std::u32string_view text) {
    std::u32string out;
    for (const char32_t c : text) append_upper(out, c);
    return out;
}

std::u32string lower(std::u32string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size(); ++at) append_lower(out, text, at);
    return out;
}

std::u32string title(std::u32string_view text) {
    std::u32string out;
    bool in_word = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (in_word) {
            append_lower(out, text, at);
        } else {
            append_title(out, text[at]);
        }
        in_word = is_cased(text[at]);
    }
    return out;
}

std::u32string capitalize(std::u32string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (at == 0) {
            append_title(out, text[at]);
        } else {
            append_lower(out, text, at);
        }
    }
    return out;
}

std::u32string swapcase(std::u32string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (is_upper(text[at])) {
            append_lower(out, text, at);
        } else if (is_lower(text[at])) {
            append_upper(out, text[at]);
        } else {
            out += text[at];
        }
    }
    return out;
}

std::u32string_view without_marks(char32_t c) {
    const auto* found = row_of(ascii_base, c);
    return found != nullptr ? found->to : std::u32string_view();
}

std::u32string_view left_stripped(std::u32string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    return text;
}

std::u32string_view right_stripped(std::u32string_view text) {
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::u32string_view stripped(std::u32string_view text) { return left_stripped(right_stripped(text)); }

bool is_line_break(char32_t c) {
    return (c >= 0x0a && c <= 0x0d) || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

}  // namespace mlp::tmpl::jinja

#include "core/template/jinja/slug.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/text.hpp"
#include "core/template/jinja/unicode.hpp"

namespace mlp::tmpl::jinja {

namespace {

struct Spelling {
    char32_t character;
    std::string_view ascii;
};

/// Latin letters that are not a letter with a mark, and the punctuation that names have.
constexpr std::array<Spelling, 59> spellings{{
    {U'ß', "ss"},  {U'æ', "ae"},  {U'Æ', "AE"},     {U'œ', "oe"},  {U'Œ', "OE"}, {U'ø', "o"},   {U'Ø', "O"},
    {U'đ', "d"},   {U'Đ', "D"},   {U'ð', "d"},      {U'Ð', "D"},   {U'þ', "th"}, {U'Þ', "Th"},  {U'ħ', "h"},
    {U'Ħ', "H"},   {U'ı', "i"},   {U'ł', "l"},      {U'Ł', "L"},   {U'ŧ', "t"},  {U'Ŧ', "T"},   {U'–', "-"},
    {U'—', "--"},  {U'‐', "-"},   {U'‑', "-"},      {U'‒', "-"},   {U'‘', "'"},  {U'’', "'"},   {U'‚', ","},
    {U'“', "\""},  {U'”', "\""},  {U'„', ",,"},     {U'…', "..."}, {U'•', "*"},  {U'€', "EUR"}, {U'™', "TM"},
    {U'©', "(c)"}, {U'®', "(r)"}, {U'°', "deg"},    {U'±', "+-"},  {U'«', "<<"}, {U'»', ">>"},  {U'·', "*"},
    {U'×', "x"},   {U'÷', "/"},   {U'¡', "!"},      {U'¿', "?"},   {U'§', "SS"}, {U'£', "PS"},  {U'¥', "Y="},
    {U'¢', "C/"},  {U'½', "1/2"}, {U'¼', "1/4"},    {U'¾', "3/4"}, {U'¦', "|"},  {U'¬', "!"},   {U'¶', "P"},
    {U'‹', "<"},   {U'›', ">"},   {U'\u200b', " "},
}};

std::string transliterated(std::string_view text) {
    std::string out;
    for (const char32_t c : code_points(text)) {
        const auto base = without_marks(c);
        const auto* known =
            std::find_if(spellings.begin(), spellings.end(), [&](const Spelling& s) { return s.character == c; });
        const bool mark = c >= 0x300 && c < 0x34f;
        if (c < 0x80) {
            out += static_cast<char>(c);
        } else if (known != spellings.end()) {
            out += known->ascii;
        } else if (!base.empty()) {
            out += utf8(base);
        } else if (!mark) {
            fail(fmt::format("slugify has no ASCII form of '{}' (U+{:04X})", utf8(std::u32string(1, c)),
                             static_cast<std::uint32_t>(c)));
        }
    }
    return out;
}

/// What "&…;" stands for; nothing when it stays as it is.
std::optional<std::string> entity(std::string_view name, const SlugRules& rules) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> known{
        {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}}};
    if (!name.starts_with('#')) {
        if (!rules.entities) return std::nullopt;
        const auto* found =
            std::find_if(known.begin(), known.end(), [&](const auto& row) { return row.first == name; });
        if (found == known.end()) fail(fmt::format("slugify does not know the entity '&{};'", name));
        return std::string(found->second);
    }
    const bool hexadecimal = name.size() > 2 && name[1] == 'x';
    if (!(hexadecimal ? rules.hexadecimal : rules.decimal)) return std::nullopt;
    const auto digits = name.substr(hexadecimal ? 2 : 1);
    std::uint32_t code = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), code, hexadecimal ? 16 : 10);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    if (code >= 0x80) fail(fmt::format("slugify does not support the entity '&{};'", name));
    return std::string(1, static_cast<char>(code));
}

std::string without_entities(std::string_view text, const SlugRules& rules) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find(';', at);
        const auto name =
            text[at] == '&' && end != std::string_view::npos ? text.substr(at + 1, end - at - 1) : std::string_view();
        const bool plausible =
            !name.empty() &&
            name.find_first_not_of("#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") ==
                std::string_view::npos;
        const auto value = plausible ? entity(name, rules) : std::nullopt;
        out += value ? *value : std::string(1, text[at]);
        at = value ? end + 1 : at + 1;
    }
    return out;
}

bool is_digit_char(char c) { return c >= '0' && c <= '9'; }

/// Drops quotes and the commas of numbers; everything else that is no letter, digit or "-" becomes one "-".
std::string dashed(std::string_view text) {
    std::string plain;
    for (const char c : text) {
        if (c != '\'') plain += c;
    }
    std::string out;
    for (std::size_t at = 0; at < plain.size(); ++at) {
        const char c = plain[at];
        const bool between =
            at > 0 && at + 1 < plain.size() && is_digit_char(plain[at - 1]) && is_digit_char(plain[at + 1]);
        if (c == ',' && between) continue;
        const bool kept = is_digit_char(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (kept) {
            out += c;
        } else if (!out.ends_with('-')) {
            out += '-';
        }
    }
    return strip(out, "-", true, true);
}

std::string cut_at_words(const std::string& text, const SlugRules& rules) {
    const auto longest = static_cast<std::size_t>(rules.max_length);
    std::string kept;
    for (const auto& word : split_at(text, "-", -1, false)) {
        if (word.empty()) continue;
        const auto length = kept.size() + word.size();
        if (length < longest) {
            kept += word + "-";
        } else if (length == longest) {
            kept += word;
            break;
        } else if (rules.save_order) {
            break;
        }
    }
    return strip(kept.empty() ? text.substr(0, longest) : kept, "-", true, true);
}

std::string cut(const std::string& given, const SlugRules& rules) {
    const auto text = strip(given, "-", true, true);
    const auto longest = static_cast<std::size_t>(std::max<std::int64_t>(rules.max_length, 0));
    if (longest == 0 || text.size() < longest) return longest == 0 ? given : text;
    if (!rules.word_boundary) return strip(text.substr(0, longest), "-", true, true);
    if (text.find('-') == std::string::npos) return text.substr(0, longest);
    return cut_at_words(text, rules);
}

std::string lower_ascii(std::string_view text) { return utf8(lower(code_points(text))); }

std::string without_stopwords(const std::string& text, const SlugRules& rules) {
    if (rules.stopwords.empty()) return text;
    std::string out;
    bool first = true;
    for (const auto& word : split_at(text, "-", -1, false)) {
        const bool stops = std::any_of(rules.stopwords.begin(), rules.stopwords.end(), [&](const auto& stop) {
            return (rules.lowercase ? lower_ascii(stop) : stop) == word;
        });
        if (stops) continue;
        if (!std::exchange(first, false)) out += '-';
        out += word;
    }
    return out;
}

}  // namespace

std::string slug(Interpreter& interpreter, std::string_view given, const SlugRules& rules) {
    std::string text(given);
    const auto replace_all = [&] {
        for (const auto& [old, with] : rules.replacements) text = replaced(interpreter, text, old, with, -1);
    };
    replace_all();
    std::string unquoted;
    for (const char c : text) {
        if (c != '\'') {
            unquoted += c;
        } else if (!unquoted.ends_with('-')) {
            unquoted += '-';
        }
    }
    text = without_entities(transliterated(unquoted), rules);
    if (rules.lowercase) text = lower_ascii(text);
    text = without_stopwords(dashed(text), rules);
    replace_all();
    text = cut(text, rules);
    return rules.separator == "-" ? text : replaced(interpreter, text, "-", rules.separator, -1);
}

}  // namespace mlp::tmpl::jinja

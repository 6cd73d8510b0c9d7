#include "core/template/jinja/regex.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/base/library.hpp"
#include "core/template/jinja/operations.hpp"

namespace mlp::tmpl::jinja {

namespace {

/// The functions of PCRE2 that are used, by their documented signatures.
struct Pcre {
    base::Library library{{"libpcre2-8.so.0"}, "regular expressions in templates", "libpcre2-8-0"};
    void* (*compile)(const unsigned char*, std::size_t, std::uint32_t, int*, std::size_t*,
                     void*) = library.symbol<decltype(compile)>("pcre2_compile_8");
    void (*code_free)(void*) = library.symbol<decltype(code_free)>("pcre2_code_free_8");
    void* (*match_data)(const void*,
                        void*) = library.symbol<decltype(match_data)>("pcre2_match_data_create_from_pattern_8");
    void (*match_data_free)(void*) = library.symbol<decltype(match_data_free)>("pcre2_match_data_free_8");
    void* (*context)(void*) = library.symbol<decltype(context)>("pcre2_match_context_create_8");
    void (*context_free)(void*) = library.symbol<decltype(context_free)>("pcre2_match_context_free_8");
    int (*match_limit)(void*, std::uint32_t) = library.symbol<decltype(match_limit)>("pcre2_set_match_limit_8");
    int (*match)(const void*, const unsigned char*, std::size_t, std::size_t, std::uint32_t, void*,
                 void*) = library.symbol<decltype(match)>("pcre2_match_8");
    std::size_t* (*offsets)(void*) = library.symbol<decltype(offsets)>("pcre2_get_ovector_pointer_8");
    std::uint32_t (*offset_count)(void*) = library.symbol<decltype(offset_count)>("pcre2_get_ovector_count_8");
    int (*number_of)(const void*,
                     const unsigned char*) = library.symbol<decltype(number_of)>("pcre2_substring_number_from_name_8");
};

const Pcre& pcre() {
    static const Pcre functions;
    return functions;
}

constexpr std::uint32_t caseless = 0x8;
constexpr std::uint32_t multi_line = 0x400;
constexpr std::uint32_t unicode_properties = 0x20000;
constexpr std::uint32_t utf = 0x80000;
constexpr std::uint32_t line_begins_at_the_end = 0x200000;  // "^" of several lines, behind the last newline
constexpr std::uint32_t not_empty_at_start_option = 0x8;
constexpr int no_match = -1;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

[[noreturn]] void refuse(std::string_view pattern, std::string_view what) {
    fail(fmt::format("{} in the regular expression '{}' is not supported", what, pattern));
}

/// The escape at `at`, the place of its backslash; `at` moves to its last character.
std::string translated_escape(std::string_view pattern, std::size_t& at, bool in_class) {
    if (at + 1 >= pattern.size()) fail("a regular expression ends within an escape");
    const char c = pattern[++at];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter && std::string_view("dDwWsSbBAZnrtfavx").find(c) == std::string_view::npos)
        refuse(pattern, fmt::format("'\\{}'", c));
    if (c >= '0' && c <= '9' && (in_class || c == '0')) refuse(pattern, "an octal escape");
    return c == 'Z' ? "\\z" : c == 'v' ? "\\x0b" : std::string{'\\', c};
}

/// Refuses what begins with "(" or "{" and means something else in PCRE2, or nothing in Python.
void check_construct(std::string_view pattern, std::size_t at) {
    const auto rest = pattern.substr(at);
    if (rest.starts_with("(*")) refuse(pattern, "'(*'");
    if (rest.starts_with("{,")) refuse(pattern, "'{,'");
    if (!rest.starts_with("(?") || rest.size() < 3) return;
    const bool flags = at == 0 && std::string_view("imsx").find(rest[2]) != std::string_view::npos;
    if (std::string_view(":=!<P#>").find(rest[2]) == std::string_view::npos && !flags)
        refuse(pattern, fmt::format("'{}'", rest.substr(0, 3)));
}

/// Python's pattern as PCRE2 reads it the same way.
std::string translated(std::string_view pattern) {
    std::string out;
    std::size_t class_begin = std::string_view::npos;  // behind "[" or "[^": a "]" there belongs to the set
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const char c = pattern[at];
        const bool in_class = class_begin != std::string_view::npos;
        if (c == '\\') {
            out += translated_escape(pattern, at, in_class);
        } else if (!in_class) {
            check_construct(pattern, at);
            out += c;
            if (c != '[') continue;
            if (at + 1 < pattern.size() && pattern[at + 1] == '^') out += pattern[++at];
            class_begin = at + 1;
        } else {
            const auto rest = pattern.substr(at, 2);
            if (rest == "[:" || rest == "[." || rest == "[=") refuse(pattern, "'[:' in a set");
            if (c == '[' || (c == ']' && at == class_begin)) out += '\\';
            if (c == ']' && at != class_begin) class_begin = std::string_view::npos;
            out += c;
        }
    }
    return out;
}

}  // namespace

struct Regex::State {
    std::unique_ptr<void, void (*)(void*)> code{nullptr, pcre().code_free};
    std::unique_ptr<void, void (*)(void*)> data{nullptr, pcre().match_data_free};
    std::unique_ptr<void, void (*)(void*)> context{nullptr, pcre().context_free};
};

Regex::Regex(std::string_view pattern, bool ignore_case, bool multiline) : state_(std::make_unique<State>()) {
    const auto text = translated(pattern);
    const auto options = utf | unicode_properties | line_begins_at_the_end | (ignore_case ? caseless : 0U) |
                         (multiline ? multi_line : 0U);
    int error = 0;
    std::size_t place = 0;
    state_->code.reset(pcre().compile(bytes(text), text.size(), options, &error, &place, nullptr));
    if (!state_->code)
        fail(fmt::format("the regular expression '{}' is malformed at character {}", pattern, place + 1));
    state_->data.reset(pcre().match_data(state_->code.get(), nullptr));
    state_->context.reset(pcre().context(nullptr));
    constexpr std::uint32_t most_backtracking = 1'000'000;
    pcre().match_limit(state_->context.get(), most_backtracking);
}

Regex::~Regex() = default;

std::optional<Regex::Match> Regex::search(std::string_view text, std::size_t from, bool not_empty_at_start) const {
    const auto found =
        pcre().match(state_->code.get(), bytes(text), text.size(), from,
                     not_empty_at_start ? not_empty_at_start_option : 0, state_->data.get(), state_->context.get());
    if (found == no_match) return std::nullopt;
    if (found < 0) fail("a regular expression takes far too long here");
    const auto* offsets = pcre().offsets(state_->data.get());
    Match match{offsets[0], offsets[1], {}};
    for (std::size_t i = 0; i < group_count(); ++i) {
        const auto begin = offsets[2 * i];
        const bool took_part = begin != static_cast<std::size_t>(-1);
        match.groups.push_back(took_part ? std::optional(std::string(text.substr(begin, offsets[2 * i + 1] - begin)))
                                         : std::nullopt);
    }
    return match;
}

std::size_t Regex::group_count() const { return pcre().offset_count(state_->data.get()); }

std::optional<std::size_t> Regex::group(const std::string& name) const {
    const auto number = pcre().number_of(state_->code.get(), bytes(name));
    return number > 0 ? std::optional(static_cast<std::size_t>(number)) : std::nullopt;
}

std::vector<Regex::Match> all_matches(const Regex& regex, std::string_view text) {
    std::vector<Regex::Match> matches;
    std::size_t from = 0;
    bool after_empty = false;
    while (auto match = regex.search(text, from, after_empty)) {
        from = match->end;
        after_empty = match->begin == match->end;
        matches.push_back(std::move(*match));
    }
    return matches;
}

std::string expanded(const Regex& regex, const Regex::Match& match, std::string_view replacement) {
    std::string out;
    const auto add_group = [&](std::optional<std::size_t> number, std::string_view name) {
        if (!number || *number >= match.groups.size())
            fail(fmt::format("a replacement names the group '{}', which the expression lacks", name));
        out += match.groups[*number].value_or("");
    };
    for (std::size_t at = 0; at < replacement.size(); ++at) {
        if (replacement[at] != '\\') {
            out += replacement[at];
            continue;
        }
        if (++at >= replacement.size()) fail("a replacement ends within an escape");
        const char c = replacement[at];
        const auto end = replacement.find('>', at);
        if (c >= '1' && c <= '9') {
            if (at + 1 < replacement.size() && replacement[at + 1] >= '0' && replacement[at + 1] <= '9')
                fail("groups beyond 9 are not supported in a replacement");
            add_group(static_cast<std::size_t>(c - '0'), replacement.substr(at, 1));
        } else if (replacement.substr(at).starts_with("g<") && end != std::string_view::npos) {
            const std::string name(replacement.substr(at + 2, end - at - 2));
            std::size_t number = 0;
            const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), number);
            const bool numeric = error == std::errc{} && stop == name.data() + name.size();
            add_group(numeric ? std::optional(number) : regex.group(name), name);
            at = end;
        } else if (c == 'n' || c == 't' || c == 'r') {
            out += c == 'n' ? '\n' : c == 't' ? '\t' : '\r';
        } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '0') {
            fail(fmt::format("'\\{}' in a replacement is not supported", c));
        } else {
            out += c == '\\' ? std::string("\\") : std::string{'\\', c};
        }
    }
    return out;
}

}  // namespace mlp::tmpl::jinja

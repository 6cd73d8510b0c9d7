#include "core/template/jinja/wrap.hpp"

#include <algorithm>

#include "core/template/jinja/unicode.hpp"

namespace mlp::tmpl::jinja {

namespace {

using View = std::u32string_view;

bool is_blank(char32_t c) { return c == U' ' || (c >= U'\t' && c <= U'\r'); }
bool is_word(char32_t c) { return c == U'_' || is_alphanumeric(c); }
bool is_letter(char32_t c) { return is_word(c) && !is_decimal(c); }
bool is_word_or_punctuation(char32_t c) { return is_word(c) || View(U"!\"'&.,?").find(c) != View::npos; }
bool is_all_blank(View text) { return std::all_of(text.begin(), text.end(), is_space); }

std::size_t run_of(View text, std::size_t at, bool (*belongs)(char32_t)) {
    auto end = at;
    while (end < text.size() && belongs(text[end])) ++end;
    return end - at;
}

/// Two or more hyphens at `at` between words; how many, or 0.
std::size_t dash(View text, std::size_t at) {
    const auto count = run_of(text, at, [](char32_t c) { return c == U'-'; });
    const bool between =
        at > 0 && is_word_or_punctuation(text[at - 1]) && at + count < text.size() && is_word(text[at + count]);
    return count >= 2 && between ? count : 0;
}

/// A line may be broken behind the hyphen at `at`: "well-known", but not "-x" or "2-3".
bool breaks_behind(View text, std::size_t at) {
    if (text[at] != U'-') return false;
    const bool two_letters = at >= 2 && is_letter(text[at - 1]) && is_letter(text[at - 2]);
    const bool second_part =
        at >= 3 && is_word_or_punctuation(text[at - 1]) && text[at - 2] == U'-' && is_letter(text[at - 3]);
    if (!two_letters && !second_part) return false;
    const auto next = at + 1;
    if (next >= text.size() || !is_letter(text[next])) return false;
    const auto after = next + (next + 1 < text.size() && text[next + 1] == U'-' ? 2 : 1);
    return (after < text.size() && is_letter(text[after])) || (next + 1 < text.size() && is_letter(text[next + 1]));
}

std::size_t word_length(View text, std::size_t at, bool on_hyphens) {
    if (!on_hyphens) return run_of(text, at, [](char32_t c) { return !is_blank(c); });
    for (auto end = at + 1; end < text.size(); ++end) {
        if (is_blank(text[end])) return end - at;
        if (end > at && breaks_behind(text, end)) return end + 1 - at;
        if (dash(text, end) != 0) return end - at;
    }
    return text.size() - at;
}

/// Words, runs of white space, and dashes.
std::vector<View> chunks_of(View text, bool on_hyphens) {
    std::vector<View> chunks;
    for (std::size_t at = 0; at < text.size();) {
        auto size = run_of(text, at, is_blank);
        if (size == 0 && on_hyphens) size = dash(text, at);
        if (size == 0) size = word_length(text, at, on_hyphens);
        chunks.push_back(text.substr(at, size));
        at += size;
    }
    return chunks;
}

/// Where a word that is too long is cut: behind the last hyphen that fits, if any.
std::size_t cut(View word, std::size_t space, bool on_hyphens) {
    if (!on_hyphens || word.size() <= space) return space;
    const auto hyphen = word.substr(0, space).rfind(U'-');
    const bool inside = hyphen != View::npos && hyphen > 0 &&
                        std::any_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(hyphen),
                                    [](char32_t c) { return c != U'-'; });
    return inside ? hyphen + 1 : space;
}

}  // namespace

std::vector<std::string> wrap(std::string_view text, std::size_t width, bool break_long_words, bool break_on_hyphens) {
    const auto all = code_points(text);
    auto chunks = chunks_of(all, break_on_hyphens);
    std::vector<std::string> lines;
    std::size_t at = 0;
    while (at < chunks.size()) {
        std::vector<View> line;
        std::size_t length = 0;
        if (!lines.empty() && is_all_blank(chunks[at])) ++at;
        while (at < chunks.size() && length + chunks[at].size() <= width) {
            length += chunks[at].size();
            line.push_back(chunks[at++]);
        }
        if (at < chunks.size() && chunks[at].size() > width) {
            const auto space = width - length;
            if (break_long_words) {
                const auto size = cut(chunks[at], space, break_on_hyphens);
                line.push_back(chunks[at].substr(0, size));
                chunks[at].remove_prefix(size);
            } else if (line.empty()) {
                line.push_back(chunks[at++]);
            }
        }
        if (!line.empty() && is_all_blank(line.back())) line.pop_back();
        if (line.empty()) continue;
        std::string joined;
        for (const auto& chunk : line) joined += utf8(chunk);
        lines.push_back(std::move(joined));
    }
    return lines;
}

}  // namespace mlp::tmpl::jinja

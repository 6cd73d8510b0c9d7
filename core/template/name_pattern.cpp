#include "core/template/name_pattern.hpp"

#include <optional>
#include <string>

#include "core/base/code_points.hpp"

namespace mlp::tmpl {

namespace {

/// "[a-c]" from behind its '['; nothing when it is not closed. `next` is behind the ']'.
struct Set {
    std::u32string_view inside;
    bool negated = false;
    std::size_t next = 0;
};

std::optional<Set> set_at(std::u32string_view pattern, std::size_t at) {
    Set set;
    set.negated = at < pattern.size() && pattern[at] == U'!';
    const auto begin = at + (set.negated ? 1 : 0);
    // A ']' that comes first stands for itself.
    const auto end = pattern.find(U']', begin + 1);
    if (begin >= pattern.size() || end == std::u32string_view::npos) return std::nullopt;
    set.inside = pattern.substr(begin, end - begin);
    set.next = end + 1;
    return set;
}

bool holds(const Set& set, char32_t c) {
    bool found = false;
    for (std::size_t i = 0; i < set.inside.size() && !found; ++i) {
        const bool range = i + 2 < set.inside.size() && set.inside[i + 1] == U'-';
        found = range ? set.inside[i] <= c && c <= set.inside[i + 2] : set.inside[i] == c;
        if (range) i += 2;
    }
    return found != set.negated;
}

/// Behind the one pattern item at `at`, when it matches the character; '*' is not one of them.
std::optional<std::size_t> step(std::u32string_view pattern, std::size_t at, char32_t c) {
    if (at >= pattern.size()) return std::nullopt;
    if (pattern[at] == U'?') return at + 1;
    if (pattern[at] == U'[') {
        if (const auto set = set_at(pattern, at + 1)) return holds(*set, c) ? std::optional(set->next) : std::nullopt;
    }
    return pattern[at] == c ? std::optional(at + 1) : std::nullopt;
}

}  // namespace

bool name_matches(std::string_view name_text, std::string_view pattern_text) {
    const auto name = base::code_points(name_text);
    const auto pattern = base::code_points(pattern_text);
    std::size_t at = 0;
    std::size_t in_pattern = 0;
    // The last '*' and the place that it reaches: only that one can ever have to take more.
    std::optional<std::size_t> star;
    std::size_t reached = 0;
    while (at < name.size()) {
        if (in_pattern < pattern.size() && pattern[in_pattern] == U'*') {
            star = ++in_pattern;
            reached = at;
        } else if (const auto next = step(pattern, in_pattern, name[at])) {
            in_pattern = *next;
            ++at;
        } else if (star) {
            in_pattern = *star;
            at = ++reached;
        } else {
            return false;
        }
    }
    while (in_pattern < pattern.size() && pattern[in_pattern] == U'*') ++in_pattern;
    return in_pattern == pattern.size();
}

}  // namespace mlp::tmpl

// Python's `re` for the filters regex_search, regex_findall and regex_replace,
// on PCRE2, which is opened when first used. Patterns are Python's; what the
// two engines read differently is translated or refused.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::tmpl::jinja {

class Regex {
public:
    /// Malformed, or not the same in both engines: an error. @param ignore_case
    /// re.I @param multiline re.M
    Regex(std::string_view pattern, bool ignore_case, bool multiline);
    ~Regex();
    Regex(const Regex&) = delete;
    Regex& operator=(const Regex&) = delete;

    /// The whole match and the groups; a group that took no part is nothing.
    struct Match {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::vector<std::optional<std::string>> groups;
    };
    /// From byte `from` on. @param not_empty_at_start an empty match there does
    /// not count
    std::optional<Match> search(std::string_view text, std::size_t from, bool not_empty_at_start = false) const;
    /// The groups of the expression, the whole match included.
    std::size_t group_count() const;
    /// The number of a group by its name, or nothing.
    std::optional<std::size_t> group(const std::string& name) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// All matches from left to right, as re.finditer() gives them.
std::vector<Regex::Match> all_matches(const Regex& regex, std::string_view text);

/// A replacement with its groups: "\1", "\g<name>", "\n", "\\". Malformed: an
/// error.
std::string expanded(const Regex& regex, const Regex::Match& match, std::string_view replacement);

}  // namespace mlp::tmpl::jinja

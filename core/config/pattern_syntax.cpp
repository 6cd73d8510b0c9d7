#include "core/config/pattern_syntax.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "core/base/text.hpp"

namespace mlp::config {

namespace {

constexpr std::string_view literal_hint = "a '\\' before it takes it as the character itself";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_octal(char c) { return c >= '0' && c <= '7'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

/// Reads a pattern from left to right and stops at its first mistake.
class PatternReader {
public:
    explicit PatternReader(std::string_view pattern) : pattern_(pattern) {}

    std::optional<PatternProblem> read() {
        while (!at_end() && !problem_) read_next();
        if (!problem_ && open_ > 0) wrong("a '(' is not closed", "close it with ')'; " + std::string(literal_hint));
        return std::move(problem_);
    }

private:
    /// What a repetition would repeat.
    enum class Before { nothing, atom, repetition };

    bool at_end() const { return at_ >= pattern_.size(); }
    char peek(std::size_t ahead = 0) const { return at_ + ahead < pattern_.size() ? pattern_[at_ + ahead] : '\0'; }
    bool follows(std::string_view text) const { return pattern_.substr(at_).starts_with(text); }

    void wrong(std::string message, std::string hint) {
        if (!problem_) problem_ = PatternProblem{std::move(message), std::move(hint)};
    }

    void read_next() {
        const char c = peek();
        if (c == '(') return open_group();
        if (c == ')') return close_group();
        if (c == '[') return read_class();
        if (c == '\\') return read_escape_outside();
        if (c == '*' || c == '+' || c == '?') return repeat(1);
        if (c == '{') {
            if (const std::size_t length = counted_length(); length > 0) return repeat(length);
        }
        before_ = c == '|' ? Before::nothing : Before::atom;
        ++at_;
    }

    void repeat(std::size_t length) {
        const std::string_view sign = pattern_.substr(at_, length);
        if (before_ == Before::nothing)
            return wrong(fmt::format("'{}' has nothing before it to repeat", sign), std::string(literal_hint));
        if (before_ == Before::repetition)
            return wrong(fmt::format("'{}' repeats a repetition", sign), "leave one of the two out");
        at_ += length;
        if (peek() == '?') ++at_;
        before_ = Before::repetition;
    }

    /// Length of "{2}", "{2,}" or "{2,5}", whose bounds are looked at; 0 where the '{' stands for itself.
    std::size_t counted_length() {
        std::size_t at = at_ + 1;
        const auto number = [&] {
            const std::size_t from = at;
            while (at < pattern_.size() && is_digit(pattern_[at])) ++at;
            return pattern_.substr(from, at - from);
        };
        const std::string_view low = number();
        if (low.empty()) return 0;
        std::string_view high = low;
        if (at < pattern_.size() && pattern_[at] == ',') {
            ++at;
            high = number();
        }
        if (at >= pattern_.size() || pattern_[at] != '}') return 0;
        const std::size_t length = at + 1 - at_;
        constexpr int most = 1000;
        const auto value = [](std::string_view digits) {
            int parsed = most + 1;
            if (digits.size() < 5) std::from_chars(digits.data(), digits.data() + digits.size(), parsed);
            return parsed;
        };
        const std::string_view all = pattern_.substr(at_, length);
        if (value(low) > most || (!high.empty() && value(high) > most)) {
            wrong(fmt::format("'{}' repeats more than {} times", all, most), "maxLength bounds long texts");
        } else if (!high.empty() && value(low) > value(high)) {
            wrong(fmt::format("'{}' has the larger number first", all), "exchange the two");
        }
        return length;
    }

    void open_group() {
        before_ = Before::nothing;
        if (!follows("(?")) {
            ++open_;
            ++at_;
            return;
        }
        if (follows("(?P<")) return open_named();
        std::size_t at = at_ + 2;
        while (at < pattern_.size() && std::string_view("imsU-").find(pattern_[at]) != std::string_view::npos) ++at;
        const char end = at < pattern_.size() ? pattern_[at] : '\0';
        if (end != ':' && (end != ')' || at == at_ + 2)) return wrong_group();
        if (end == ':') ++open_;
        at_ = at + 1;
    }

    void open_named() {
        const std::size_t end = pattern_.find('>', at_);
        const std::string_view name = pattern_.substr(at_ + 4, end == std::string_view::npos ? end : end - at_ - 4);
        const bool fits = !name.empty() && std::all_of(name.begin(), name.end(),
                                                       [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
        if (end == std::string_view::npos || !fits)
            return wrong("the name of a group cannot be read", "a group with a name is (?P<name>…)");
        ++open_;
        at_ = end + 1;
    }

    void wrong_group() {
        for (const std::string_view look : {"(?=", "(?!", "(?<=", "(?<!"}) {
            if (follows(look)) {
                return wrong(fmt::format("'{}' looks ahead or behind, which patterns cannot do", look),
                             "say it as a rule of `type: sql`, or with two rules");
            }
        }
        if (follows("(?<")) return wrong("'(?<' opens no group", "a group with a name is (?P<name>…)");
        wrong(fmt::format("'{}' opens no group", base::printable(pattern_.substr(at_, 3))),
              "(…) and (?:…) are groups, (?i) turns capitals off");
    }

    void close_group() {
        if (open_ == 0) return wrong("a ')' closes nothing", std::string(literal_hint));
        --open_;
        ++at_;
        before_ = Before::atom;
    }

    void read_escape_outside() {
        before_ = Before::atom;
        if (follows("\\Q")) {
            const std::size_t end = pattern_.find("\\E", at_);
            at_ = end == std::string_view::npos ? pattern_.size() : end + 2;
            return;
        }
        if (std::string_view("AzbBC").find(peek(1)) != std::string_view::npos && peek(1) != '\0') {
            at_ += 2;
            return;
        }
        if (!read_set()) read_character();
    }

    /// \d, \pL and their like, which stand for many characters.
    bool read_set() {
        if (peek() != '\\' || peek(1) == '\0') return false;
        if (std::string_view("dDsSwW").find(peek(1)) != std::string_view::npos) {
            at_ += 2;
            return true;
        }
        if (peek(1) != 'p' && peek(1) != 'P') return false;
        const std::size_t end = peek(2) == '{' ? pattern_.find('}', at_) : at_ + 2;
        if (end >= pattern_.size()) {
            wrong(fmt::format("'{}' names no class of characters", pattern_.substr(at_)),
                  "write for example \\p{Greek}");
            return true;
        }
        at_ = end + 1;
        return true;
    }

    /// One character, escaped or not. @return its code, for the order of ranges
    unsigned read_character() {
        if (peek() != '\\') {
            const auto lead = static_cast<unsigned char>(peek());
            unsigned code = lead < 0x80U ? lead : lead < 0xE0U ? lead & 0x1FU : lead < 0xF0U ? lead & 0xFU : lead & 7U;
            for (++at_; (static_cast<unsigned char>(peek()) & 0xC0U) == 0x80U; ++at_)
                code = code << 6U | (static_cast<unsigned char>(peek()) & 0x3FU);
            return code;
        }
        const char c = peek(1);
        if (c == '\0') {
            wrong("a '\\' at the end escapes nothing", "write \\\\ for the character itself");
            return 0;
        }
        if (c == 'x') return read_hex();
        if (is_octal(c) && (c == '0' || is_octal(peek(2)))) {
            unsigned code = 0;
            ++at_;
            for (int digits = 0; digits < 3 && is_octal(peek()); ++digits, ++at_)
                code = code * 8 + static_cast<unsigned>(peek() - '0');
            return code;
        }
        constexpr std::string_view letters = "afnrtv";
        constexpr std::array<unsigned, 6> codes{7, 12, 10, 13, 9, 11};
        const std::size_t letter = letters.find(c);
        const bool itself = static_cast<unsigned char>(c) < 0x80U && !is_letter(c) && !is_digit(c);
        if (letter == std::string_view::npos && !itself) {
            wrong(fmt::format("'\\{}' has no meaning", base::printable(pattern_.substr(at_ + 1, 1))),
                  is_digit(c) ? "what a group matched cannot be asked for again" : "leave the '\\' out");
            return 0;
        }
        at_ += 2;
        return itself ? static_cast<unsigned>(c) : codes.at(letter);
    }

    unsigned read_hex() {
        const bool braces = peek(2) == '{';
        std::size_t at = at_ + (braces ? 3 : 2);
        std::size_t digits = 0;
        unsigned code = 0;
        for (; at < pattern_.size() && is_hex(pattern_[at]) && (braces ? digits < 7 : digits < 2); ++at, ++digits)
            std::from_chars(&pattern_[at - digits], &pattern_[at] + 1, code, 16);
        constexpr unsigned highest = 0x10FFFF;
        const bool closed = !braces || (at < pattern_.size() && pattern_[at] == '}');
        if (!closed || code > highest || (braces ? digits == 0 : digits < 2))
            wrong("'\\x' is no character", "write two digits, \\x41, or more of them as \\x{1F600}");
        at_ = at + (braces ? 1 : 0);
        return code;
    }

    void read_class() {
        before_ = Before::atom;
        const std::size_t begin = at_;
        ++at_;
        if (peek() == '^') ++at_;
        for (bool first = true; first || peek() != ']'; first = false) {
            if (at_end()) return wrong("a '[' is not closed", "close it with ']'; " + std::string(literal_hint));
            if (problem_) return;
            if (follows("[:") && pattern_.find(":]", at_) != std::string_view::npos) {
                read_posix();
                continue;
            }
            if (read_set()) continue;
            const std::size_t from = at_;
            const unsigned low = read_character();
            if (peek() != '-' || peek(1) == ']' || peek(1) == '\0') continue;
            ++at_;
            const unsigned high = read_character();
            if (high < low) {
                wrong(fmt::format("the range '{}' runs backwards", pattern_.substr(from, at_ - from)),
                      fmt::format("put the '-' last in '{}', or exchange its ends",
                                  pattern_.substr(begin, from - begin + 1)));
            }
        }
        ++at_;
    }

    void read_posix() {
        static constexpr std::array<std::string_view, 14> names{"alnum", "alpha", "ascii", "blank", "cntrl",
                                                                "digit", "graph", "lower", "print", "punct",
                                                                "space", "upper", "word",  "xdigit"};
        const std::size_t end = pattern_.find(":]", at_);
        std::string_view name = pattern_.substr(at_ + 2, end - at_ - 2);
        if (name.starts_with('^')) name.remove_prefix(1);
        if (std::find(names.begin(), names.end(), name) == names.end())
            wrong(fmt::format("there is no class [:{}:]", base::printable(name)),
                  fmt::format("there are {}", fmt::join(names, ", ")));
        at_ = end + 2;
    }

    std::string_view pattern_;
    std::size_t at_ = 0;
    int open_ = 0;
    Before before_ = Before::nothing;
    std::optional<PatternProblem> problem_;
};

}  // namespace

std::optional<PatternProblem> pattern_problem(std::string_view pattern) { return PatternReader(pattern).read(); }

}  // namespace mlp::config

#include "core/template/jinja/lexer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "core/base/json.hpp"
#include "core/base/line_ends.hpp"
#include "core/base/text.hpp"
#include "core/template/jinja/unicode.hpp"

namespace mlp::tmpl::jinja {

namespace {

using Type = Token::Type;

bool is_digit_of(char c, int base) {
    const int value = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : 99;
    return value < base;
}

/// Bytes of the UTF-8 character that begins with `first`.
std::size_t length_of(char first) {
    const auto byte = static_cast<unsigned char>(first);
    return byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
}

char32_t character_at(std::string_view text, std::size_t at) {
    return code_points(text.substr(at, length_of(text[at]))).front();
}

std::string_view without_trailing_space(std::string_view text) {
    while (!text.empty()) {
        auto last = text.size() - 1;
        while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xc0U) == 0x80U) --last;
        if (!is_space(character_at(text, last))) break;
        text = text.substr(0, last);
    }
    return text;
}

/// Reads the template from left to right; each step takes one data part or one whole tag.
class Lexer {
public:
    Lexer(std::string_view source, const Syntax& syntax) : source_(source), syntax_(syntax) {
        // The longer start wins where several fit; of equal ones variables come first, then comments.
        starts_ = {{{syntax.variable_start, Opening::variable},
                    {syntax.comment_start, Opening::comment},
                    {syntax.block_start, Opening::block}}};
        std::stable_sort(starts_.begin(), starts_.end(),
                         [](const Start& a, const Start& b) { return a.text.size() > b.text.size(); });
        for (const auto& start : starts_) first_bytes_ += start.text.front();
    }

    std::vector<Token> run() {
        while (at_ < source_.size()) {
            const auto tag = next_tag();
            add_data(at_, tag.at, tag);
            if (tag.opening == Opening::none) break;
            line_starting_ = false;
            at_ = tag.after;
            switch (tag.opening) {
                case Opening::raw:
                    raw(tag.at);
                    break;
                case Opening::comment:
                    comment(tag.at);
                    break;
                default:
                    inside(tag);
                    break;
            }
        }
        tokens_.push_back({Type::end, {}, {}, position(source_.size()), position(source_.size())});
        return std::move(tokens_);
    }

private:
    enum class Opening { none, variable, comment, block, raw };
    struct Start {
        std::string_view text;
        Opening opening;
    };
    struct Tag {
        Opening opening = Opening::none;
        std::size_t at = 0;     ///< where it begins, or the end of the text
        std::size_t after = 0;  ///< behind its start and its sign
        char sign = 0;          ///< '-', '+' or none
    };

    static std::uint32_t position(std::size_t at) { return static_cast<std::uint32_t>(at); }
    [[noreturn]] static void fail(std::size_t at, std::string message) {
        throw SyntaxError{position(at), std::move(message)};
    }

    bool looking_at(std::size_t at, std::string_view text) const { return source_.substr(at).starts_with(text); }
    std::size_t skip_white(std::size_t at) const {
        while (at < source_.size() && is_space(character_at(source_, at))) at += length_of(source_[at]);
        return at;
    }
    /// A sign for white-space control at `at`, which moves behind it.
    char take_sign(std::size_t& at) const {
        if (at < source_.size() && (source_[at] == '-' || source_[at] == '+')) return source_[at++];
        return 0;
    }

    Tag next_tag() const {
        for (auto at = source_.find_first_of(first_bytes_, at_); at != std::string_view::npos;
             at = source_.find_first_of(first_bytes_, at + 1)) {
            if (const auto raw = raw_tag(at)) return *raw;
            for (const auto& start : starts_) {
                if (!looking_at(at, start.text)) continue;
                Tag tag{start.opening, at, at + start.text.size(), 0};
                tag.sign = take_sign(tag.after);
                return tag;
            }
        }
        return {Opening::none, source_.size(), source_.size(), 0};
    }

    std::optional<Tag> raw_tag(std::size_t at) const {
        if (!looking_at(at, syntax_.block_start)) return std::nullopt;
        Tag tag{Opening::raw, at, at + syntax_.block_start.size(), 0};
        tag.sign = take_sign(tag.after);
        tag.after = skip_white(tag.after);
        if (!looking_at(tag.after, "raw")) return std::nullopt;
        tag.after = skip_white(tag.after + 3);
        const bool strips = looking_at(tag.after, "-" + syntax_.block_end);
        if (!strips && !looking_at(tag.after, syntax_.block_end)) return std::nullopt;
        tag.after += syntax_.block_end.size() + (strips ? 1 : 0);
        if (strips) tag.after = skip_white(tag.after);
        return tag;
    }

    /// The data between two tags, shortened as the sign of the next one and lstrip_blocks ask.
    void add_data(std::size_t from, std::size_t to, const Tag& next) {
        auto text = source_.substr(from, to - from);
        if (next.opening != Opening::none) {
            if (next.sign == '-') {
                text = without_trailing_space(text);
            } else if (next.sign != '+' && syntax_.lstrip_blocks && next.opening != Opening::variable) {
                const auto newline = text.rfind('\n');
                const auto line = newline == std::string_view::npos ? 0 : newline + 1;
                if ((line > 0 || line_starting_) && without_trailing_space(text.substr(line)).empty())
                    text = text.substr(0, line);
            }
        }
        if (text.empty()) return;
        tokens_.push_back({Type::data,
                           base::replaced(text, '\n', syntax_.newline_sequence),
                           {},
                           position(from),
                           position(from + text.size())});
    }

    /// The end of a block or comment at `at`, with the white space it takes along; nothing when there is none.
    std::optional<std::size_t> block_end(std::size_t at, std::string_view end) const {
        if (looking_at(at, "-" + std::string(end))) return skip_white(at + 1 + end.size());
        if (looking_at(at, "+" + std::string(end))) return at + 1 + end.size();
        if (!looking_at(at, end)) return std::nullopt;
        at += end.size();
        return syntax_.trim_blocks && at < source_.size() && source_[at] == '\n' ? at + 1 : at;
    }

    void leave(std::size_t at) {
        line_starting_ = at > 0 && source_[at - 1] == '\n';
        at_ = at;
    }

    // As in Jinja a comment or raw block that is opened at the very end needs no end.
    void comment(std::size_t begin) {
        if (at_ == source_.size()) return;
        for (std::size_t at = at_; at < source_.size(); ++at) {
            if (const auto end = block_end(at, syntax_.comment_end)) return leave(*end);
        }
        fail(begin, "this comment is never closed");
    }

    void raw(std::size_t begin) {
        if (at_ == source_.size()) return;
        // After the tag that opens it a line has not just begun, except behind its "-".
        line_starting_ = at_ > 0 && source_[at_ - 1] == '\n';
        for (std::size_t at = at_; at < source_.size(); ++at) {
            if (!looking_at(at, syntax_.block_start)) continue;
            Tag tag{Opening::block, at, at + syntax_.block_start.size(), 0};
            tag.sign = take_sign(tag.after);
            auto word = skip_white(tag.after);
            if (!looking_at(word, "endraw")) continue;
            word = skip_white(word + 6);
            if (const auto end = block_end(word, syntax_.block_end)) {
                add_data(at_, at, tag);
                return leave(*end);
            }
        }
        fail(begin, "this raw block is never closed: 'endraw' is missing");
    }

    std::optional<std::size_t> tag_end(bool block) const {
        if (!brackets_.empty()) return std::nullopt;
        if (block) return block_end(at_, syntax_.block_end);
        if (looking_at(at_, "-" + syntax_.variable_end)) return skip_white(at_ + 1 + syntax_.variable_end.size());
        if (looking_at(at_, syntax_.variable_end)) return at_ + syntax_.variable_end.size();
        return std::nullopt;
    }

    void inside(const Tag& tag) {
        const bool block = tag.opening == Opening::block;
        add(block ? Type::block_begin : Type::variable_begin, tag.at, tag.after);
        brackets_.clear();
        while (at_ < source_.size()) {
            if (const auto end = tag_end(block)) {
                add(block ? Type::block_end : Type::variable_end, at_, *end);
                return leave(*end);
            }
            one();
        }
    }

    void add(Type type, std::size_t from, std::size_t to, std::string text = {}, Value number = {}) {
        tokens_.push_back({type, std::move(text), std::move(number), position(from), position(to)});
    }

    void one() {
        if (is_space(character_at(source_, at_))) {
            at_ = skip_white(at_);
        } else if (!number() && !name() && !string() && !symbol()) {
            const auto character = source_.substr(at_, length_of(source_[at_]));
            fail(at_, fmt::format("unexpected character '{}'", base::printable(character)));
        }
    }

    /// Digits with single '_' between them, from `at` on; the end of them.
    std::size_t digits(std::size_t at, int base = 10) const {
        while (at < source_.size()) {
            const bool joined = source_[at] == '_' && at + 1 < source_.size() && is_digit_of(source_[at + 1], base);
            if (!joined && !is_digit_of(source_[at], base)) break;
            at += joined ? 2 : 1;
        }
        return at;
    }

    std::string without_underscores(std::size_t from, std::size_t to) const {
        std::string text(source_.substr(from, to - from));
        text.erase(std::remove(text.begin(), text.end(), '_'), text.end());
        return text;
    }

    bool number() {
        if (!is_digit_of(source_[at_], 10)) return false;
        return real() || integer();
    }

    bool real() {
        if (at_ > 0 && source_[at_ - 1] == '.') return false;
        auto end = digits(at_);
        bool is_real = false;
        if (end + 1 < source_.size() && source_[end] == '.' && is_digit_of(source_[end + 1], 10)) {
            end = digits(end + 1);
            is_real = true;
        }
        if (end < source_.size() && (source_[end] | 32) == 'e') {
            auto power = end + 1;
            if (power < source_.size() && (source_[power] == '+' || source_[power] == '-')) ++power;
            if (power < source_.size() && is_digit_of(source_[power], 10)) {
                end = digits(power);
                is_real = true;
            }
        }
        if (!is_real) return false;
        add(Type::real, at_, end, {}, base::parse_number(without_underscores(at_, end)).value_or(0));
        at_ = end;
        return true;
    }

    bool integer() {
        static constexpr std::array<std::pair<char, int>, 3> prefixes{{{'b', 2}, {'o', 8}, {'x', 16}}};
        int base = 10;
        auto first = at_;
        auto end = at_;
        for (const auto& [letter, radix] : prefixes) {
            if (source_[at_] != '0' || at_ + 1 >= source_.size() || (source_[at_ + 1] | 32) != letter) continue;
            const auto last = digits(at_ + 2, radix);
            if (last == at_ + 2) continue;
            base = radix;
            first = at_ + 2;
            end = last;
        }
        // A number that begins with 0 is zeros only: "012" is 0 and 12, which the parser refuses.
        if (base == 10) end = source_[at_] == '0' ? digits(at_, 1) : digits(at_);
        const auto text = without_underscores(first, end);
        std::int64_t value = 0;
        const auto [unused, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
        if (error != std::errc{}) fail(at_, fmt::format("the number {} does not fit 64 bits", text));
        add(Type::integer, at_, end, text, value);
        at_ = end;
        return true;
    }

    bool name() {
        auto end = at_;
        while (end < source_.size()) {
            const char32_t c = character_at(source_, end);
            const bool starts = c == '_' || is_alphabetic(c);
            if (!starts && (end == at_ || !is_alphanumeric(c))) break;
            end += length_of(source_[end]);
        }
        if (end == at_) return false;
        add(Type::name, at_, end, std::string(source_.substr(at_, end - at_)));
        at_ = end;
        return true;
    }

    bool string() {
        const char quote = source_[at_];
        if (quote != '\'' && quote != '"') return false;
        auto end = at_ + 1;
        while (end < source_.size() && source_[end] != quote) end += source_[end] == '\\' ? 2U : 1U;
        if (end >= source_.size()) fail(at_, "this text is never closed");
        const auto inner = base::replaced(source_.substr(at_ + 1, end - at_ - 1), '\n', syntax_.newline_sequence);
        add(Type::text, at_, end + 1, unescaped(inner, at_));
        at_ = end + 1;
        return true;
    }

    static std::string unescaped(std::string_view text, std::size_t at);

    bool symbol() {
        static constexpr std::array<std::string_view, 7> two{"//", "**", "==", "!=", ">=", "<=", ""};
        static constexpr std::string_view one = "+-/*%~[](){}><=.:|,;";
        std::string_view found;
        for (const auto candidate : two) {
            if (!candidate.empty() && looking_at(at_, candidate)) found = candidate;
        }
        if (found.empty() && one.find(source_[at_]) != std::string_view::npos) found = source_.substr(at_, 1);
        if (found.empty()) return false;
        balance(found.front());
        add(Type::symbol, at_, at_ + found.size(), std::string(found));
        at_ += found.size();
        return true;
    }

    /// Inside brackets the end of a tag is not looked for: "{{ {'a': {}} }}".
    void balance(char c) {
        if (c == '{') brackets_ += '}';
        if (c == '(') brackets_ += ')';
        if (c == '[') brackets_ += ']';
        if (c != '}' && c != ')' && c != ']') return;
        if (brackets_.empty()) fail(at_, fmt::format("unexpected '{}'", c));
        if (brackets_.back() != c) fail(at_, fmt::format("unexpected '{}', expected '{}'", c, brackets_.back()));
        brackets_.pop_back();
    }

    std::string_view source_;
    const Syntax& syntax_;
    std::array<Start, 3> starts_;
    std::string first_bytes_;  ///< of the starts
    std::vector<Token> tokens_;
    std::string brackets_;  ///< closing brackets that are awaited
    std::size_t at_ = 0;
    bool line_starting_ = true;
};

/// The value of one escape behind its backslash; `at` moves behind it. Nothing: not an escape.
/// @param place of the string in the source
std::optional<char32_t> escape(std::string_view text, std::size_t& at, std::uint32_t place) {
    static constexpr std::string_view letters = "\\'\"abfnrtv";
    static constexpr std::string_view values = "\\'\"\a\b\f\n\r\t\v";
    if (const auto known = letters.find(text[at]); known != std::string_view::npos) {
        ++at;
        return static_cast<unsigned char>(values[known]);
    }
    if (is_digit_of(text[at], 8)) {
        char32_t value = 0;
        for (int i = 0; i < 3 && at < text.size() && is_digit_of(text[at], 8); ++i)
            value = value * 8 + static_cast<char32_t>(text[at++] - '0');
        return value;
    }
    const std::size_t length = text[at] == 'x' ? 2 : text[at] == 'u' ? 4 : text[at] == 'U' ? 8 : 0;
    if (length == 0) return std::nullopt;
    std::uint32_t value = 0;
    const auto hex = text.substr(at + 1, length);
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
    if (hex.size() < length || error != std::errc{} || end != hex.data() + length || value > 0x10ffff)
        throw SyntaxError{place, "an escape in this text is cut short or no character"};
    if (value >= 0xd800 && value <= 0xdfff) throw SyntaxError{place, "a surrogate is no character by itself"};
    at += 1 + length;
    return value;
}

std::string Lexer::unescaped(std::string_view text, std::size_t at) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] != '\\') {
            out += text[i++];
            continue;
        }
        ++i;
        if (text[i] == '\n') {
            ++i;
            continue;
        }
        if (text[i] == 'N') fail(at, "escapes by name (\\N{…}) are not supported: write \\u and the number");
        if (const auto value = escape(text, i, position(at))) {
            append_utf8(out, *value);
        } else {
            out += '\\';
        }
    }
    return out;
}

}  // namespace

std::string Token::description() const {
    switch (type) {
        case Type::variable_begin:
            return "the begin of a print statement";
        case Type::variable_end:
            return "the end of the print statement";
        case Type::block_begin:
            return "the begin of a statement";
        case Type::block_end:
            return "the end of the statement";
        case Type::data:
            return "text";
        case Type::end:
            return "the end of the template";
        case Type::text:
            return "a text";
        case Type::real:
            return "a number";
        default:
            return fmt::format("'{}'", text);
    }
}

std::string normalized(std::string_view text, const Syntax& syntax) {
    std::string out = base::with_plain_line_ends(text);
    if (!syntax.keep_trailing_newline && out.ends_with('\n')) out.pop_back();
    return out;
}

std::vector<Token> tokenize(std::string_view source, const Syntax& syntax) { return Lexer(source, syntax).run(); }

}  // namespace mlp::tmpl::jinja

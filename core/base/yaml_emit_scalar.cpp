#include "core/base/yaml_emit_scalar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/code_points.hpp"
#include "core/base/yaml_implicit.hpp"

namespace mlp::base {

namespace {

constexpr auto nowhere = std::u32string::npos;

bool is_white(char32_t c) { return c == U'\0' || c == U' ' || c == U'\t' || c == U'\r' || is_yaml_break(c); }

bool is_unescaped(char32_t c) {
    return (c >= 0x20 && c <= 0x7e) || (c >= 0xa0 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) || c >= 0x10000;
}

/// What the text holds that one style or another cannot show.
struct Traits {
    bool indicators = false;  ///< of a block: a plain text would be taken for something else
    bool breaks = false;
    bool special = false;  ///< must be escaped
    bool blank_at_edge = false;
    bool break_then_space = false;
    bool space_then_break = false;
};

bool is_indicator_at(const std::u32string& text, std::size_t at) {
    const auto c = text[at];
    const bool white_follows = at + 1 >= text.size() || is_white(text[at + 1]);
    if (at > 0) return (c == U':' && white_follows) || (c == U'#' && is_white(text[at - 1]));
    if (std::u32string_view(U"#,[]{}&*!|>'\"%@`").find(c) != nowhere) return true;
    return (c == U'?' || c == U':' || c == U'-') && white_follows;
}

Traits traits_of(const std::u32string& text) {
    Traits found;
    found.indicators = text.starts_with(U"---") || text.starts_with(U"...");
    const auto blank = [](char32_t c) { return c == U' ' || is_yaml_break(c); };
    found.blank_at_edge = blank(text.front()) || blank(text.back());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto c = text[at];
        const auto before = at > 0 ? text[at - 1] : U'x';
        found.indicators = found.indicators || is_indicator_at(text, at);
        found.breaks = found.breaks || is_yaml_break(c);
        found.special = found.special || c == 0xfeff || !(c == U'\n' || c == 0x85 || is_unescaped(c));
        found.break_then_space = found.break_then_space || (c == U' ' && is_yaml_break(before));
        found.space_then_break = found.space_then_break || (is_yaml_break(c) && before == U' ');
    }
    return found;
}

/// Behind the characters from `at` on that are like the one there.
template <class Like>
std::size_t run_end(const std::u32string& text, std::size_t at, Like like) {
    const auto kind = like(text[at]);
    while (at < text.size() && like(text[at]) == kind) ++at;
    return at;
}

void write_plain(YamlCursor& cursor, const std::u32string& text, std::ptrdiff_t indent, bool fold) {
    if (text.empty()) return;
    cursor.blank_before_word();
    for (std::size_t at = 0; at < text.size();) {
        const auto end = run_end(text, at, [](char32_t c) { return c == U' '; });
        const auto length = static_cast<std::ptrdiff_t>(end - at);
        const bool is_blank = text[at] == U' ';
        if (is_blank && length == 1 && cursor.column() >= YamlCursor::best_width && fold) {
            cursor.indent_to(indent);
            cursor.within_text();
        } else {
            // A word that is too long for the line gets one of its own.
            if (!is_blank && length + cursor.column() > YamlCursor::best_width && cursor.column() > indent)
                cursor.indent_to(indent);
            cursor.text({text.data() + at, end - at});
        }
        at = end;
    }
}

void write_breaks(YamlCursor& cursor, std::u32string_view breaks, std::ptrdiff_t indent) {
    if (breaks.front() == U'\n') cursor.line_break();
    for (const auto c : breaks) cursor.line_break(c);
    cursor.indent_to(indent);
}

void write_single_quoted(YamlCursor& cursor, const std::u32string& text, std::ptrdiff_t indent, bool fold) {
    enum class Part { word, blank, line_break, quote };
    const auto part = [](char32_t c) {
        return c == U' ' ? Part::blank : is_yaml_break(c) ? Part::line_break : c == U'\'' ? Part::quote : Part::word;
    };
    cursor.indicator("'", true);
    for (std::size_t at = 0; at < text.size();) {
        const auto end = run_end(text, at, part);
        const std::u32string_view run(text.data() + at, end - at);
        const bool inside = at != 0 && end != text.size();
        switch (part(text[at])) {
            case Part::blank:
                if (run.size() == 1 && cursor.column() > YamlCursor::best_width && fold && inside) {
                    cursor.indent_to(indent);
                } else {
                    cursor.text(run);
                }
                break;
            case Part::line_break:
                write_breaks(cursor, run, indent);
                break;
            case Part::quote:
                for (std::size_t i = 0; i < run.size(); ++i) cursor.text(U"''");
                break;
            case Part::word:
                cursor.text(run);
                break;
        }
        at = end;
    }
    cursor.indicator("'", false);
}

bool needs_escape(char32_t c) {
    return c == U'"' || c == U'\\' || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xfeff || !is_unescaped(c);
}

std::string escape(char32_t c) {
    using namespace std::string_view_literals;
    constexpr auto named = U"\0\a\b\t\n\v\f\r\x1b\"\\\x85\xa0\u2028\u2029"sv;
    constexpr std::string_view letters = "0abtnvfre\"\\N_LP";
    if (const auto found = named.find(c); found != nowhere) return {'\\', letters[found]};
    const auto value = static_cast<unsigned>(c);
    return value <= 0xff ? fmt::format("\\x{:02X}", value) : fmt::format("\\u{:04X}", value);
}

/// Folds a text in double quotes: a line ends in a backslash unless the break itself reads back as the blank.
class DoubleQuoted {
public:
    DoubleQuoted(YamlCursor& cursor, const std::u32string& text, std::ptrdiff_t indent)
        : cursor_(cursor), text_(text), indent_(indent) {}

    void write(bool fold) {
        cursor_.indicator("\"", true);
        for (at_ = 0; at_ <= text_.size(); ++at_) {
            if (at_ == text_.size() || needs_escape(text_[at_])) flush_and_escape();
            if (fold && may_break_here()) break_line();
        }
        cursor_.indicator("\"", false);
    }

private:
    std::u32string_view pending() const {
        return done_ < at_ ? std::u32string_view(text_).substr(done_, at_ - done_) : std::u32string_view();
    }

    void flush_and_escape() {
        cursor_.text(pending());
        done_ = std::max(done_, at_);
        if (at_ == text_.size()) return;
        cursor_.text(code_points(escape(text_[at_])));
        done_ = at_ + 1;
    }

    bool may_break_here() const {
        const auto waiting = static_cast<std::ptrdiff_t>(at_) - static_cast<std::ptrdiff_t>(done_);
        return at_ > 0 && at_ + 1 < text_.size() && (text_[at_] == U' ' || done_ >= at_) &&
               cursor_.column() + waiting > YamlCursor::best_width;
    }

    /// Whether the break stands for the blank at `at_`. What the next word looks like decides it too.
    bool break_is_blank() const {
        auto word_end = text_.find(U' ', at_);
        if (word_end == nowhere) return false;
        const auto newline = text_.find(U'\n', at_);
        word_end = std::min(word_end, newline);
        if (word_end + 1 >= text_.size()) return false;
        const auto next = text_[word_end + 1];
        if (next == U' ' || next == U'\n' || (text_[word_end] == U'\n' && next != U' ')) return false;
        const auto word = std::u32string_view(text_).substr(at_, word_end - at_);
        const bool two_blanks = text_[at_ - 1] == U' ' && text_[at_] == U' ';
        return word.find_first_of(U"\"'") == nowhere && !two_blanks && done_ != at_;
    }

    void break_line() {
        const bool backslash = !break_is_blank();
        cursor_.text(pending());
        if (backslash) cursor_.text(U"\\");
        done_ = std::max(done_, at_);
        cursor_.indent_to(indent_);
        cursor_.within_text();
        if (text_[done_] != U' ') return;
        if (backslash) {
            cursor_.text(U"\\");
        } else {
            ++done_;
        }
    }

    YamlCursor& cursor_;
    const std::u32string& text_;
    std::ptrdiff_t indent_;
    std::size_t at_ = 0;
    std::size_t done_ = 0;  ///< what stands before it is written
};

}  // namespace

bool is_yaml_break(char32_t character) {
    return character == U'\n' || character == 0x85 || character == 0x2028 || character == 0x2029;
}

YamlStyle yaml_text_style(const std::u32string& text, bool is_key) {
    if (text.empty()) return YamlStyle::single_quoted;
    const auto traits = traits_of(text);
    std::string utf8;
    for (const auto c : text) append_utf8(c, utf8);
    const bool plain = !traits.indicators && !traits.breaks && !traits.special && !traits.blank_at_edge;
    if (plain && implicit_yaml(utf8) == ImplicitYaml::text) return YamlStyle::plain;
    if (text.find_first_of(U"'\n") != nowhere) return YamlStyle::double_quoted;
    const bool single = !traits.special && !traits.break_then_space && !traits.space_then_break;
    return single && !(is_key && traits.breaks) ? YamlStyle::single_quoted : YamlStyle::double_quoted;
}

void write_yaml_scalar(YamlCursor& cursor, const std::u32string& text, YamlStyle style, std::ptrdiff_t indent,
                       bool fold) {
    switch (style) {
        case YamlStyle::plain:
            return write_plain(cursor, text, indent, fold);
        case YamlStyle::single_quoted:
            return write_single_quoted(cursor, text, indent, fold);
        case YamlStyle::double_quoted:
            return DoubleQuoted(cursor, text, indent).write(fold);
    }
}

}  // namespace mlp::base

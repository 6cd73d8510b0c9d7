// Where a YAML text being written stands. For the emitter only; the rules are ruamel.yaml's.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mlp::base {

class YamlCursor {
public:
    /// Columns behind which texts are folded.
    static constexpr std::ptrdiff_t best_width = 80;

    /// '-', '?', ':', a quote, "[]". A blank goes before it where one is asked for and none stands.
    /// @param keeps_indention  what follows may stand on this line as if it were its first part
    void indicator(std::string_view text, bool needs_blank, bool keeps_indention = false);
    /// To column `indent`: on this line when only indention stands on it so far, else on a new one.
    void indent_to(std::ptrdiff_t indent);
    void line_break(char32_t character = U'\n');
    void text(std::u32string_view characters);
    void blank_before_word();
    /// What stands is a part of a text, even if it ends in blanks.
    void within_text();

    std::ptrdiff_t column() const { return column_; }
    bool indention() const { return indention_; }
    std::string take() && { return std::move(out_); }

private:
    std::string out_;
    std::ptrdiff_t column_ = 0;
    bool blank_ = true;      ///< the last character is white space
    bool indention_ = true;  ///< only blanks, '-', '?' and ':' stand on the line
};

}  // namespace mlp::base

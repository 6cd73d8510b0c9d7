#include "core/base/yaml_cursor.hpp"

#include "core/base/code_points.hpp"

namespace mlp::base {

void YamlCursor::indicator(std::string_view text, bool needs_blank, bool keeps_indention) {
    if (needs_blank && !blank_) {
        out_ += ' ';
        ++column_;
    }
    out_ += text;
    column_ += static_cast<std::ptrdiff_t>(text.size());
    blank_ = false;
    indention_ = indention_ && keeps_indention;
}

void YamlCursor::indent_to(std::ptrdiff_t indent) {
    if (!indention_ || column_ > indent || (column_ == indent && !blank_)) line_break();
    if (column_ >= indent) return;
    out_.append(static_cast<std::size_t>(indent - column_), ' ');
    column_ = indent;
    blank_ = true;
}

void YamlCursor::line_break(char32_t character) {
    append_utf8(character, out_);
    column_ = 0;
    blank_ = true;
    indention_ = true;
}

void YamlCursor::text(std::u32string_view characters) {
    for (const auto character : characters) append_utf8(character, out_);
    column_ += static_cast<std::ptrdiff_t>(characters.size());
}

void YamlCursor::blank_before_word() {
    if (!blank_) text(U" ");
    within_text();
}

void YamlCursor::within_text() {
    blank_ = false;
    indention_ = false;
}

}  // namespace mlp::base

// Characters as Python's str sees them: code points, their classes and cases.
#pragma once

#include <string>
#include <string_view>

namespace mlp::tmpl::jinja {

/// UTF-8 (valid) → code points and back.
std::u32string code_points(std::string_view utf8);
std::string utf8(std::u32string_view text);
void append_utf8(std::string& text, char32_t character);

bool is_alphabetic(char32_t c);
bool is_alphanumeric(char32_t c);
bool is_decimal(char32_t c);
bool is_digit(char32_t c);
bool is_numeric(char32_t c);
bool is_space(char32_t c);
bool is_printable(char32_t c);
bool is_lower(char32_t c);
bool is_upper(char32_t c);
bool is_title(char32_t c);  ///< neither upper nor lower: U+01C5

/// str.upper, str.lower, str.title, str.capitalize, str.swapcase.
std::u32string upper(std::u32string_view text);
std::u32string lower(std::u32string_view text);
std::u32string title(std::u32string_view text);
std::u32string capitalize(std::u32string_view text);
std::u32string swapcase(std::u32string_view text);

/// A Latin letter without its marks, as ASCII; empty for other characters.
std::u32string_view without_marks(char32_t c);

/// str.strip() without white space at either end.
std::u32string_view stripped(std::u32string_view text);
std::u32string_view left_stripped(std::u32string_view text);
std::u32string_view right_stripped(std::u32string_view text);

/// True for what str.splitlines() splits at ("\r\n" counts as one there).
bool is_line_break(char32_t c);

}  // namespace mlp::tmpl::jinja

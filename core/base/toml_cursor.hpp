// A place in the text of a TOML file, with the words and values that can be read there. For toml.cpp alone.
#pragma once

#include <string>
#include <string_view>

#include "core/base/json.hpp"

namespace mlp::base {

class TomlCursor {
public:
    TomlCursor(std::string_view text, std::string_view origin) : text_(text), origin_(origin) {}

    bool at_end() const { return at_ >= text_.size(); }
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    bool starts_with(std::string_view word) const { return text_.substr(at_).starts_with(word); }
    void skip(std::size_t count) { at_ += count; }
    /// Takes the word if it stands here.
    bool take(std::string_view word);
    void expect(std::string_view word);

    void skip_blanks();       ///< spaces and tabs
    void skip_blank_lines();  ///< also line ends and comments
    void end_line();          ///< nothing but a comment may follow on this line

    std::string key_part();  ///< bare or quoted
    std::string string();    ///< any of the four kinds
    Json scalar();           ///< anything that is neither a string, an array nor an inline table

    [[noreturn]] void fail(std::string_view message) const;

private:
    std::string basic(bool multiline);
    std::string literal(bool multiline);
    void escape(std::string& out);
    bool closes_multiline(char quote, std::string& out);

    std::string_view text_;
    std::string_view origin_;
    std::size_t at_ = 0;
};

}  // namespace mlp::base

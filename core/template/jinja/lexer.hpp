// Template text → tokens. White-space control is done here: the parser sees only the data that is left.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/template/jinja/value.hpp"

namespace mlp::tmpl::jinja {

/// How a text is cut into data and tags: the settings of Jinja's Environment by their names there.
struct Syntax {
    std::string block_start = "{%";
    std::string block_end = "%}";
    std::string variable_start = "{{";
    std::string variable_end = "}}";
    std::string comment_start = "{#";
    std::string comment_end = "#}";
    bool trim_blocks = false;    ///< the newline after a block is dropped
    bool lstrip_blocks = false;  ///< white space before a block is dropped when only that precedes it on the line
    bool keep_trailing_newline = false;
    std::string newline_sequence = "\n";  ///< every newline of the template becomes it
};

struct Token {
    enum class Type {
        data,
        variable_begin,
        variable_end,
        block_begin,
        block_end,
        name,
        text,
        integer,
        real,
        symbol,  ///< an operator or bracket
        end,
    };
    Type type = Type::end;
    std::string text;      ///< data, a name, a symbol, or a string with escapes resolved
    Value number;          ///< for integer and real
    std::uint32_t at = 0;  ///< offset in the normalized source
    std::uint32_t end = 0;

    bool is(Type wanted, std::string_view spelling) const { return type == wanted && text == spelling; }
    bool is_name(std::string_view spelling) const { return is(Type::name, spelling); }
    bool is_symbol(std::string_view spelling) const { return is(Type::symbol, spelling); }
    /// For messages: "'endif'", "end of print statement".
    std::string description() const;
};

/// The text as tokens refer to it: newlines are "\n", a last one is dropped unless it is kept.
std::string normalized(std::string_view text, const Syntax& syntax);

/// @param source as `normalized` gives it. Malformed: SyntaxError.
std::vector<Token> tokenize(std::string_view source, const Syntax& syntax);

/// What is wrong, and where in the source; the parser's caller adds file, line and column.
struct SyntaxError {
    std::uint32_t at = 0;
    std::string message;
};

}  // namespace mlp::tmpl::jinja

// The words of the filter language.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace mlp::tracking {

struct Token {
    enum class Kind { word, quoted_name, text, symbol, end };
    Kind kind = Kind::end;
    std::string text = {};       ///< without its quotes
    std::size_t position = 0;    ///< in bytes
    bool double_quoted = false;  ///< "…" is a name on the left and a text on the right
};

/// @param what "filter" or "order_by", for messages. A text that is too long, not UTF-8, or has an open quote:
/// Error{usage}.
std::vector<Token> tokenise(std::string_view text, std::string_view what);

/// An error about the given place of a filter, with the language's rules as the way out.
Error filter_error(std::string message, std::string_view what, std::size_t position);

bool same_word(std::string_view word, std::string_view upper);  ///< ASCII letters compare without case

}  // namespace mlp::tracking

// UTF-8 as code points and back, for what counts or escapes characters.
#pragma once

#include <string>
#include <string_view>

namespace mlp::base {

/// Error{invalid} for text that is not UTF-8.
std::u32string code_points(std::string_view text);
void append_utf8(char32_t code, std::string& out);

}  // namespace mlp::base

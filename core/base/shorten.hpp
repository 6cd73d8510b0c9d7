// Texts of any length in messages.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mlp::base {

/// The text, or where it has more than `most` bytes its beginning with "…" behind it; no UTF-8 character is cut apart.
std::string shortened(std::string_view text, std::size_t most);

}  // namespace mlp::base

// Integers of any size, as Python has them.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/json.hpp"

namespace mlp::base {

/// @param digits  of base 2, 8, 10 or 16, without sign and prefix
/// @return 64 bits with a sign where they suffice, else 64 without, else its decimal digits as verbatim words
///         (verbatim.hpp). Nothing for other characters and beyond 4,300 digits, where Python ends, too.
std::optional<Json> integer_of_digits(std::string_view digits, int base, bool negative);

/// "-12" of any length: an optional minus and decimal digits.
bool is_decimal_integer(std::string_view text);

}  // namespace mlp::base

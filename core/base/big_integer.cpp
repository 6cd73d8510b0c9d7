#include "core/base/big_integer.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>

#include "core/base/ascii.hpp"
#include "core/base/verbatim.hpp"

namespace mlp::base {

namespace {

constexpr std::size_t most_digits = 4300;

/// Nothing for a character that is no digit of the base.
std::optional<unsigned> digit_of(char c, int base) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(&c, &c + 1, value, base);
    return error == std::errc() && end == &c + 1 ? std::optional(value) : std::nullopt;
}

/// The decimal digits of a number in another base, by hand: one digit after the other.
std::string in_decimal(std::string_view digits, int base) {
    std::string reversed = "0";
    for (const char c : digits) {
        unsigned carry = digit_of(c, base).value_or(0);
        for (char& decimal : reversed) {
            carry += static_cast<unsigned>(decimal - '0') * static_cast<unsigned>(base);
            decimal = static_cast<char>('0' + carry % 10);
            carry /= 10;
        }
        for (; carry > 0; carry /= 10) reversed += static_cast<char>('0' + carry % 10);
    }
    std::reverse(reversed.begin(), reversed.end());
    return reversed;
}

}  // namespace

std::optional<Json> integer_of_digits(std::string_view digits, int base, bool negative) {
    const auto is_digit_here = [&](char c) { return digit_of(c, base).has_value(); };
    if (digits.empty() || digits.size() > most_digits || !std::all_of(digits.begin(), digits.end(), is_digit_here))
        return std::nullopt;
    std::uint64_t magnitude = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, base);
    constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (error != std::errc() || (negative && magnitude > largest + 1)) {
        std::string decimal = base == 10 ? std::string(digits) : in_decimal(digits, base);
        decimal.erase(0, std::min(decimal.find_first_not_of('0'), decimal.size() - 1));
        return verbatim_yaml((negative ? "-" : "") + decimal);
    }
    if (!negative && magnitude > largest) return magnitude;
    return static_cast<std::int64_t>(negative ? ~magnitude + 1 : magnitude);
}

bool is_decimal_integer(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace mlp::base

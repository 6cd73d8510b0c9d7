// Page tokens: where the next page begins, as the values of the last row in the order of the search. Opaque to
// everybody else.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mlp::tracking {

/// A value of an order column; never NULL.
using Cell = std::variant<std::int64_t, double, std::string>;

/// A fingerprint of the search, so that a token is only taken for the search that gave it.
std::uint64_t query_hash(std::string_view description);

std::string encode_token(std::uint64_t query, const std::vector<Cell>& last);
/// @param count  cells expected. A token that was changed, or of another search: Error{usage}.
std::vector<Cell> decode_token(std::string_view token, std::uint64_t query, std::size_t count);

}  // namespace mlp::tracking

// JSON as Python's json module reads it, and as its dumps(value, sort_keys=True) writes it: what DVC takes its digests
// of.
#pragma once

#include <string>
#include <string_view>

#include "core/base/json.hpp"

namespace mlp::base {

/// Keys sorted at every level, ", " and ": " between parts, all but printable ASCII as \uXXXX, floats as Python's repr,
/// and NaN, Infinity, -Infinity bare. Error{invalid} for text that is not UTF-8.
std::string python_json(const Json& value);

/// As parse_json, but integers beyond 64 bits are exact (big_integer.hpp), not the nearest double.
Json parse_json_exactly(std::string_view text, std::string_view origin);

/// repr() of a Python float: the shortest digits that read back as the same value, "5.0", "1e-05", "1e+16", "nan",
/// "inf", "-inf".
std::string python_float(double value);

}  // namespace mlp::base

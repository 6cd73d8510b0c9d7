// A date or time as the data group of tests can compare it: what DuckDB reads, told without DuckDB.
#pragma once

#include <optional>
#include <string_view>

namespace mlp::config {

/// Seconds since 1970-01-01 of "2026-12-31", "2026-12-31 23:59:59.5" or "2026-12-31T23:59:59+02:00"; nothing for a day
/// or hour that does not exist. @param alone  a time without a day, "23:59:59": seconds since midnight
std::optional<double> parse_moment(std::string_view text, bool alone);

}  // namespace mlp::config

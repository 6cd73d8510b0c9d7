// Reading and writing the tables of tracking: the small moves that every noun shares.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/sqlite.hpp"
#include "core/tracking/types.hpp"

namespace mlp::tracking {

/// What `read` makes of the first row, or nothing. The statement is reset: a cached one that stays open would keep a
/// snapshot.
template <class Read>
auto first(base::Statement& statement, Read read) -> std::optional<decltype(read(std::declval<const base::Row&>()))> {
    std::optional<decltype(read(std::declval<const base::Row&>()))> result;
    if (const auto row = statement.step()) result.emplace(read(*row));
    statement.reset();
    return result;
}

/// What `read` makes of each row.
template <class Read>
auto all(base::Statement& statement, Read read) -> std::vector<decltype(read(std::declval<const base::Row&>()))> {
    std::vector<decltype(read(std::declval<const base::Row&>()))> results;
    while (const auto row = statement.step()) results.push_back(read(*row));
    statement.reset();
    return results;
}

/// A double as its two columns (see 002_tracking.sql).
struct StoredNumber {
    double value = 0;
    int special = 0;
    static StoredNumber of(double number) {
        if (std::isnan(number)) return {0, 1};
        if (number == 0 && std::signbit(number)) return {0, 2};
        return {number, 0};
    }
    double number() const {
        if (special == 1) return std::nan("");
        return special == 2 ? -0.0 : value;
    }
};

/// The columns of a metric as `metric_of` reads them.
inline constexpr const char* metric_columns =
    "key, value, special, timestamp, step, model_id, dataset_name, dataset_digest";
Metric metric_of(const base::Row& row, int column = 0);

/// '' in the store is nothing.
std::optional<std::string> text_or_nothing(const base::Row& row, int column);

inline Tag tag_of(const base::Row& row) { return {row.get<std::string>(0), row.get<std::string>(1)}; }
inline Param param_of(const base::Row& row) { return {row.get<std::string>(0), row.get<std::string>(1)}; }

}  // namespace mlp::tracking

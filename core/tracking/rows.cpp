#include "core/tracking/rows.hpp"

namespace mlp::tracking {

std::optional<std::string> text_or_nothing(const base::Row& row, int column) {
    auto text = row.get<std::string>(column);
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

Metric metric_of(const base::Row& row, int column) {
    return {.key = row.get<std::string>(column),
            .value = StoredNumber{row.get<double>(column + 1), row.get<int>(column + 2)}.number(),
            .timestamp = row.get<std::int64_t>(column + 3),
            .step = row.get<std::int64_t>(column + 4),
            .model_id = text_or_nothing(row, column + 5),
            .dataset_name = text_or_nothing(row, column + 6),
            .dataset_digest = text_or_nothing(row, column + 7)};
}

}  // namespace mlp::tracking

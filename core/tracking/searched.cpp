// The names that filters and orders may use, by what is searched.
#include <array>

#include "core/tracking/search.hpp"

namespace mlp::tracking {
namespace {

using Type = Attribute::Type;

constexpr auto run_attributes = std::to_array<Attribute>({
    {.name = "run_id", .sql = "it.id", .type = Type::id, .indexed = true},
    {.name = "run_name", .sql = "it.name", .indexed = true},
    {.name = "status", .sql = "it.status", .upper = true},
    {.name = "artifact_uri", .sql = "it.artifact_uri"},
    {.name = "user_id", .sql = "it.user_id"},
    {.name = "experiment_id", .sql = "CAST(it.experiment AS TEXT)"},
    {.name = "start_time", .sql = "it.start_time", .type = Type::number},
    {.name = "created", .sql = "it.start_time", .type = Type::number},
    {.name = "end_time", .sql = "it.end_time", .type = Type::number, .nullable = true},
});
const auto run_order =
    std::to_array<OrderColumn>({{"it.start_time", true, CellType::integer}, {"it.id", false, CellType::text}});

constexpr auto experiment_attributes = std::to_array<Attribute>({
    {.name = "name", .sql = "it.name"},
    {.name = "experiment_id", .sql = "CAST(it.experiment AS TEXT)", .type = Type::id},
    {.name = "creation_time", .sql = "it.creation_time", .type = Type::number},
    {.name = "last_update_time", .sql = "it.last_update_time", .type = Type::number},
});
const auto experiment_order = std::to_array<OrderColumn>(
    {{"it.creation_time", true, CellType::integer}, {"it.experiment", true, CellType::integer}});

constexpr auto model_attributes = std::to_array<Attribute>({
    {.name = "name", .sql = "it.name"},
    {.name = "model_id", .sql = "it.id", .type = Type::id, .indexed = true},
    {.name = "model_type", .sql = "it.model_type"},
    {.name = "status", .sql = "it.status", .upper = true},
    {.name = "source_run_id", .sql = "it.source_run_id", .type = Type::id, .indexed = true},
    {.name = "creation_timestamp", .sql = "it.creation_time", .type = Type::number},
    {.name = "creation_time", .sql = "it.creation_time", .type = Type::number},
    {.name = "last_updated_timestamp", .sql = "it.last_updated_time", .type = Type::number},
    {.name = "last_updated_time", .sql = "it.last_updated_time", .type = Type::number},
});
const auto model_order =
    std::to_array<OrderColumn>({{"it.creation_time", true, CellType::integer}, {"it.id", false, CellType::text}});

}  // namespace

const Searched searched_runs{.noun = "runs",
                             .table = "runs",
                             .row = "run",
                             .attributes = run_attributes,
                             .metrics = "latest_metrics",
                             .params = "params",
                             .tags = "tags",
                             .datasets = true,
                             .last_order = run_order};
const Searched searched_experiments{.noun = "experiments",
                                    .table = "experiments",
                                    .row = "experiment",
                                    .attributes = experiment_attributes,
                                    .metrics = "",
                                    .params = "",
                                    .tags = "experiment_tags",
                                    .in_experiments = false,
                                    .last_order = experiment_order};
const Searched searched_models{.noun = "logged models",
                               .table = "logged_models",
                               .row = "model",
                               .attributes = model_attributes,
                               .metrics = "logged_model_metrics",
                               .params = "logged_model_params",
                               .tags = "logged_model_tags",
                               .last_order = model_order};

}  // namespace mlp::tracking

// Searching models and versions: tracking's filter language and paging, on the registry's own names.
#include <array>

#include "core/registry/sqlite_registry.hpp"
#include "core/tracking/search.hpp"

namespace mlp::registry {

namespace {

using tracking::Attribute;
using tracking::CellType;
using tracking::OrderColumn;
using Type = tracking::Attribute::Type;

constexpr auto model_attributes = std::to_array<Attribute>({
    {.name = "name", .sql = "it.name", .type = Type::id},
    {.name = "creation_timestamp", .sql = "it.creation_time", .type = Type::number},
    {.name = "last_updated_timestamp", .sql = "it.last_updated_time", .type = Type::number},
});

constexpr auto version_attributes = std::to_array<Attribute>({
    {.name = "name", .sql = "it.name", .type = Type::id},
    {.name = "version_number", .sql = "it.version", .type = Type::number},
    {.name = "run_id", .sql = "it.run_id", .type = Type::id},
    {.name = "source_path", .sql = "it.source"},
    {.name = "creation_timestamp", .sql = "it.creation_time", .type = Type::number},
    {.name = "last_updated_timestamp", .sql = "it.last_updated_time", .type = Type::number},
});

const auto model_order = std::to_array<OrderColumn>({{"it.name", false, CellType::text}});
const auto version_order = std::to_array<OrderColumn>({{"it.last_updated_time", true, CellType::integer},
                                                       {"it.name", false, CellType::text},
                                                       {"it.version", true, CellType::integer}});

const tracking::Searched searched_models{.noun = "registered models",
                                         .table = "searched_registered_models",
                                         .row = "model",
                                         .attributes = model_attributes,
                                         .metrics = "",
                                         .params = "",
                                         .tags = "registered_model_tags",
                                         .in_experiments = false,
                                         .last_order = model_order};
const tracking::Searched searched_versions{.noun = "model versions",
                                           .table = "searched_model_versions",
                                           .row = "version_id",
                                           .attributes = version_attributes,
                                           .metrics = "",
                                           .params = "",
                                           .tags = "model_version_tags",
                                           .in_experiments = false,
                                           .last_order = version_order};

/// MLflow keeps prompts in the registry too; they are found only by those who ask for that tag.
Search without_prompts(Search search) {
    search.view = tracking::View::all;
    if (search.filter.find("mlflow.prompt.is_prompt") != std::string::npos) return search;
    const bool blank = search.filter.find_first_not_of(" \t\n\r") == std::string::npos;
    search.filter += std::string(blank ? "" : " AND ") + "tags.`mlflow.prompt.is_prompt` IS NULL";
    return search;
}

}  // namespace

Page<RegisteredModel> SqliteRegistry::search_models(const Search& search) {
    const auto rows = tracking::find_rows(db(), searched_models, without_prompts(search));
    Page<RegisteredModel> page;
    page.next_page_token = rows.next_page_token;
    for (const auto id : rows.items) {
        auto& statement = db().cached("SELECT name FROM registered_models WHERE id = ?").bind(id);
        const auto row = statement.step();
        const auto name = row ? row->get<std::string>(0) : std::string();
        statement.reset();
        if (!name.empty()) page.items.push_back(load_model(id, name));
    }
    return page;
}

Page<ModelVersion> SqliteRegistry::search_versions(const Search& search) {
    const auto rows = tracking::find_rows(db(), searched_versions, without_prompts(search));
    Page<ModelVersion> page;
    page.next_page_token = rows.next_page_token;
    for (const auto version_id : rows.items) {
        auto& statement = db().cached(
                                  "SELECT m.id, m.name, v.version FROM model_versions v "
                                  "JOIN registered_models m ON m.id = v.model WHERE v.version_id = ?")
                              .bind(version_id);
        const auto row = statement.step();
        if (!row) continue;
        const auto id = row->get<std::int64_t>(0);
        const auto name = row->get<std::string>(1);
        const auto number = row->get<std::int64_t>(2);
        statement.reset();
        if (auto version = load_version(id, name, number, false)) page.items.push_back(std::move(*version));
    }
    return page;
}

}  // namespace mlp::registry

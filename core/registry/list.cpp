// Paged lists of models and versions.
#include <fmt/format.h>

#include <charconv>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/registry/sqlite_registry.hpp"

namespace mlp::registry {

namespace {

/// MLflow keeps prompts in the registry too; lists show them only when they are asked for.
constexpr std::string_view no_prompt_model =
    "NOT EXISTS (SELECT 1 FROM registered_model_tags t WHERE t.model = m.id AND t.key = 'mlflow.prompt.is_prompt' AND "
    "lower(t.value) = 'true')";

std::int64_t offset_of(const std::string& token) {
    if (token.empty()) return 0;
    std::int64_t offset = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), offset);
    if (error != std::errc{} || end != token.data() + token.size() || offset < 0) {
        throw Error(Kind::invalid, fmt::format("'{}' is not a page token of this list", base::printable(token)))
            .hint("take the token from the page before, unchanged");
    }
    return offset;
}

void refuse_filter(const Search& search) {
    if (search.filter.empty() && search.order_by.empty()) return;
    throw Error(Kind::invalid, "this list takes no filter and no order");
}

}  // namespace

Page<RegisteredModel> SqliteRegistry::search_models(const Search& search) {
    refuse_filter(search);
    const auto offset = offset_of(search.page_token);
    auto statement = db().prepare(fmt::format(
        "SELECT m.id, m.name FROM registered_models m WHERE {} ORDER BY m.name LIMIT ? OFFSET ?", no_prompt_model));
    statement.bind(search.max_results + 1, offset);
    Page<RegisteredModel> page;
    while (const auto row = statement.step()) {
        if (static_cast<std::int64_t>(page.items.size()) == search.max_results) {
            page.next_page_token = std::to_string(offset + search.max_results);
            break;
        }
        page.items.push_back(load_model(row->get<std::int64_t>(0), row->get<std::string>(1)));
    }
    return page;
}

Page<ModelVersion> SqliteRegistry::search_versions(const Search& search) {
    refuse_filter(search);
    const auto offset = offset_of(search.page_token);
    auto statement = db().prepare(
        fmt::format("SELECT m.id, m.name, v.version FROM model_versions v JOIN registered_models m ON m.id = v.model "
                    "WHERE {} ORDER BY v.last_updated_time DESC, m.name, v.version DESC LIMIT ? OFFSET ?",
                    no_prompt_model));
    statement.bind(search.max_results + 1, offset);
    Page<ModelVersion> page;
    while (const auto row = statement.step()) {
        if (static_cast<std::int64_t>(page.items.size()) == search.max_results) {
            page.next_page_token = std::to_string(offset + search.max_results);
            break;
        }
        auto version =
            load_version(row->get<std::int64_t>(0), row->get<std::string>(1), row->get<std::int64_t>(2), false);
        if (version) page.items.push_back(std::move(*version));
    }
    return page;
}

}  // namespace mlp::registry

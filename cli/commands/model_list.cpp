// mlp model list
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/release/session.hpp"
#include "cli/release/version_view.hpp"
#include "cli/tracking/documents.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

namespace {

struct ModelList {
    std::optional<std::string> model;
    std::string filter;
    std::vector<std::string> order_by;
    std::int64_t limit = 100;
    std::string page_token;
};

/// A text of the filter language: quotes inside are doubled.
std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char c : text) result += c == '\'' ? "''" : std::string(1, c);
    return result + "'";
}

base::Json model_json(const registry::RegisteredModel& model) {
    base::Json aliases = base::Json::object();
    for (const auto& [alias, version] : model.aliases) aliases[alias] = version;
    std::int64_t newest = 0;
    for (const auto& version : model.latest_versions) newest = std::max(newest, version.version);
    return {{"name", model.name},
            {"description", model.description},
            {"creation_timestamp", model.creation_time},
            {"last_updated_timestamp", model.last_updated_time},
            {"latest_version", newest == 0 ? base::Json() : base::Json(newest)},
            {"aliases", std::move(aliases)},
            {"tags", tags_json(model.tags)}};
}

Report models(Invocation& call, RegistrySession& session, const tracking::Search& search) {
    const auto page = session->search_models(search);
    base::Json json = document("mlp.model.list/1");
    json["models"] = base::Json::array();
    for (const auto& model : page.items) json["models"].push_back(model_json(model));
    json["next_page_token"] = text_or_null(page.next_page_token);
    const auto now = call.env().now();
    return {.document = json, .text = [page, now](Text& text) {
                if (page.items.empty()) {
                    text.line("No model is registered. `mlp model push` registers the first version.");
                    return;
                }
                Table table({"MODEL", "NEWEST", "CHANGED", "ALIASES"});
                table.right(1);
                for (const auto& model : page.items) {
                    const base::Json row = model_json(model);
                    std::string aliases;
                    for (const auto& [alias, version] : model.aliases) {
                        aliases += fmt::format("{}{}={}", aliases.empty() ? "" : " ", alias, version);
                    }
                    table.row({{model.name, Label::strong},
                               row["latest_version"].is_null() ? "-" : row["latest_version"].dump(),
                               ago(model.last_updated_time, now),
                               aliases});
                }
                table.print(text);
                if (!page.next_page_token.empty()) text.line(Label::hint, "There are more: --limit, --page-token");
            }};
}

Report versions(Invocation& call, RegistrySession& session, const std::string& model, tracking::Search search) {
    if (!session->find_model(model)) session->resolve(model);  // throws with what there is
    search.filter = fmt::format("name = {}{}{}", quoted(model), search.filter.empty() ? "" : " AND ", search.filter);
    if (search.order_by.empty()) search.order_by = {"version_number DESC"};
    const auto page = session->search_versions(search);
    base::Json json = document("mlp.model.versions/1");
    json["model"] = model;
    json["versions"] = base::Json::array();
    for (const auto& version : page.items) json["versions"].push_back(version_json(version));
    json["next_page_token"] = text_or_null(page.next_page_token);
    const auto now = call.env().now();
    return {.document = json, .text = [page, now](Text& text) {
                Table table({"VERSION", "CREATED", "SIZE", "GATES", "ALIASES", "STAGE", "DESCRIPTION"});
                table.right(2);
                for (const auto& version : page.items) {
                    table.row({{name_of(version), Label::strong},
                               ago(version.creation_time, now),
                               base::size_text(version.size),
                               {gates_summary(version.gates), gates_label(version.gates)},
                               fmt::format("{}", fmt::join(version.aliases, " ")),
                               version.stage == "None" ? "" : version.stage,
                               version.description});
                }
                table.print(text);
                if (!page.next_page_token.empty()) text.line(Label::hint, "There are more: --limit, --page-token");
            }};
}

Report list(Invocation& call, const ModelList& ask) {
    RegistrySession session(call, RegistrySession::Use::read);
    tracking::Search search;
    search.filter = ask.filter;
    search.order_by = ask.order_by;
    search.max_results = ask.limit;
    search.page_token = ask.page_token;
    return ask.model ? versions(call, session, *ask.model, search) : models(call, session, search);
}

}  // namespace

Command model_list_command() {
    auto ask = std::make_shared<ModelList>();
    return {.arguments = {{"model", "Model whose versions to list; without it all models", &ask->model, false, "",
                           Live::models},
                          {"--filter", "Which, in MLflow's filter language: \"name LIKE 'c%'\", \"tags.team = 'x'\"",
                           &ask->filter, false, "FILTER"},
                          {"--order-by", "Field to order by, with DESC for the other direction (repeatable)",
                           &ask->order_by, false, "FIELD"},
                          {"--limit", "At most so many", &ask->limit, false, "N"},
                          {"--page-token", "Where the page before ended", &ask->page_token, false, "TOKEN"}},
            .run = [ask](Invocation& call) { return list(call, *ask); }};
}

}  // namespace mlp::cli

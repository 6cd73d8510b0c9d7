#include "cli/tracking/runs_report.hpp"

#include <fmt/format.h>

#include "cli/output/text.hpp"
#include "cli/tracking/documents.hpp"

namespace mlp::cli {

Report runs_report(Invocation& call, TrackSession& session, const RunsQuestion& question, std::string_view schema) {
    tracking::Search search{.filter = question.filter,
                            .order_by = question.order_by,
                            .view = question.all       ? tracking::View::all
                                    : question.deleted ? tracking::View::deleted
                                                       : tracking::View::active,
                            .max_results = question.max,
                            .page_token = question.page_token};
    for (const std::string& name : question.experiments) search.experiment_ids.push_back(session.experiment(name).id);
    const auto page = session->search_runs(search);
    base::Json json = document(schema);
    json["runs"] = base::Json::array();
    for (const auto& run : page.items) json["runs"].push_back(run_json(run));
    if (!page.next_page_token.empty()) json["next_page_token"] = page.next_page_token;
    return {.document = json, .text = [page, question, now = call.env().now()](Text& text) {
                if (page.items.empty()) {
                    const bool plain = question.filter.empty() && question.experiments.empty() && !question.deleted;
                    text.line(plain ? "No runs yet. `mlp run` tracks itself; `mlp track start` begins one by hand."
                                    : "No run is like that.");
                    return;
                }
                render_runs(page.items, now, text);
                if (page.next_page_token.empty()) return;
                text.line(Label::hint,
                          "There are more: -n N shows more at once; the next ones come with the same words and");
                text.line(Label::hint, "  --page-token " + page.next_page_token);
            }};
}

}  // namespace mlp::cli

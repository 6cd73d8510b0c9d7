// mlp history
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/release/release_view.hpp"
#include "cli/release/session.hpp"
#include "cli/tracking/documents.hpp"
#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

namespace {

struct History {
    std::string environment;
    std::int64_t limit = 20;
};

/// The newest first, each with whether it is served and whether one could still go back to it.
struct Row {
    deploy::Entry entry;
    bool current = false;
    bool kept = false;
};

std::vector<Row> rows_of(const deploy::TargetState& state, std::int64_t limit) {
    std::vector<Row> rows;
    const deploy::Entry* current = state.current_entry();
    for (auto entry = state.history.rbegin(); entry != state.history.rend(); ++entry) {
        if (static_cast<std::int64_t>(rows.size()) == limit) break;
        const bool kept = std::find(state.kept.begin(), state.kept.end(), entry->release) != state.kept.end();
        rows.push_back({*entry, current != nullptr && current->number == entry->number, kept});
    }
    return rows;
}

void render(const std::vector<Row>& rows, const std::string& environment, base::Millis now, Text& text) {
    if (rows.empty()) {
        text.line(fmt::format("Nothing was released to {} yet. `mlp deploy {}` makes the first release.", environment,
                              environment));
        return;
    }
    Table table({"", "#", "WHEN", "ACTION", "VERSION", "RELEASE", "BY", "NOTE"});
    table.right(1);
    for (const Row& row : rows) {
        std::string note = row.entry.reason.empty() ? "" : "override: " + row.entry.reason;
        if (!row.kept) note += note.empty() ? "content removed" : "; content removed";
        table.row({{row.current ? "*" : "", Label::ok},
                   {std::to_string(row.entry.number), Label::dim},
                   ago(row.entry.time, now),
                   row.entry.action,
                   {fmt::format("{}:{}", row.entry.model, row.entry.version), Label::strong},
                   {row.entry.release, Label::id},
                   row.entry.actor,
                   note});
    }
    table.print(text);
}

Report history(Invocation& call, const History& ask) {
    if (ask.limit < 1) throw Error(Kind::usage, "--limit counts from 1");
    const auto& environment = declared_environment(call, ask.environment);
    const auto target = target_of(call, environment);
    const auto state = target->look();
    const auto rows = rows_of(state, ask.limit);
    base::Json json = document("mlp.history/1");
    json["environment"] = environment.name;
    json["target"] = target->place();
    json["current"] = text_or_null(state.current);
    json["total"] = state.history.size();
    json["releases"] = base::Json::array();
    for (const Row& row : rows) {
        base::Json release = release_json(row.entry);
        release["current"] = row.current;
        release["kept"] = row.kept;
        json["releases"].push_back(std::move(release));
    }
    return {.document = json, .text = [rows, name = environment.name, now = call.env().now()](Text& text) {
                render(rows, name, now, text);
            }};
}

}  // namespace

Command history_command() {
    auto ask = std::make_shared<History>();
    return {
        .arguments = {{"environment", "Environment of the project", &ask->environment, true, "ENV", Live::environments},
                      {"--limit", "At most so many, the newest first", &ask->limit, false, "N"}},
        .run = [ask](Invocation& call) { return history(call, *ask); }};
}

}  // namespace mlp::cli

#include "cli/release/release_view.hpp"

#include <fmt/format.h>

#include "cli/output/report.hpp"
#include "cli/release/version_view.hpp"
#include "core/base/env.hpp"

namespace mlp::cli {

using base::Json;

std::unique_ptr<deploy::DeployTarget> target_of(Invocation& call, const config::Environment& environment) {
    return deploy::open_target({.kind = environment.target,
                                .path = (call.root() / environment.path).lexically_normal(),
                                .environment = environment.name,
                                .project = call.project().name},
                               call.env());
}

deploy::Destination destination_of(Invocation& call, const config::Environment& environment) {
    return {.environment = environment.name,
            .project = call.project().name,
            .alias = environment.alias,
            .keep = environment.keep};
}

Json release_json(const deploy::Entry& entry) {
    return {{"number", entry.number},   {"time", entry.time},
            {"actor", entry.actor},     {"action", entry.action},
            {"release", entry.release}, {"previous", text_or_null(entry.previous)},
            {"model", entry.model},     {"version", entry.version},
            {"digest", entry.digest},   {"run_id", entry.run_id},
            {"commit", entry.commit},   {"reason", entry.reason},
            {"gates", entry.gates}};
}

void add_outcome(const deploy::Outcome& outcome, const deploy::Destination& destination, const std::string& place,
                 Json& json) {
    json["environment"] = destination.environment;
    json["target"] = place;
    json["changed"] = outcome.changed;
    json["recovered"] = outcome.recovered;
    json["release"] = release_json(outcome.entry);
    json["alias"] = outcome.alias_moved ? Json{{"name", *destination.alias},
                                               {"before", outcome.alias_before ? Json(*outcome.alias_before) : Json()},
                                               {"version", outcome.entry.version}}
                                        : Json();
    json["pruned"] = outcome.pruned;
    json["warnings"] = Json::array();
    if (!outcome.warning.empty()) json["warnings"].push_back(outcome.warning);
}

void render_outcome(const deploy::Outcome& outcome, const deploy::Destination& destination, const std::string& place,
                    Text& text) {
    const deploy::Entry& entry = outcome.entry;
    if (outcome.recovered) text.line(Label::warning, "An interrupted release was recorded first.");
    text.add(Label::strong, destination.environment).add(outcome.changed ? " serves " : " serves already: ");
    text.add(Label::ok, fmt::format("{}:{}", entry.model, entry.version)).line();
    render_field("release", entry.release, text, Label::id);
    render_field("target", place, text, Label::path);
    render_field("before", outcome.changed ? entry.previous : "", text);
    if (outcome.alias_moved) {
        render_field(
            "alias",
            fmt::format("{} is version {} now{}", *destination.alias, entry.version,
                        outcome.alias_before ? fmt::format("; it was {}", *outcome.alias_before) : std::string()),
            text);
    }
    render_field("override", entry.reason, text, Label::warning);
    if (!outcome.pruned.empty()) {
        render_field("removed",
                     fmt::format("{} older release{}", outcome.pruned.size(), outcome.pruned.size() == 1 ? "" : "s"),
                     text);
    }
    if (!outcome.warning.empty()) text.line(Label::warning, outcome.warning);
    if (outcome.changed && entry.action == "deploy" && !entry.previous.empty())
        text.add("Back: ").line(Label::hint, "mlp rollback " + destination.environment);
}

}  // namespace mlp::cli

// mlp model show
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/release/session.hpp"
#include "cli/release/version_view.hpp"
#include "core/base/text.hpp"
#include "core/deploy/ledger.hpp"

namespace mlp::cli {

namespace {

void render(const registry::ModelVersion& version, const std::vector<deploy::LedgerRow>& releases, Text& text) {
    text.add(Label::strong, name_of(version));
    if (!version.description.empty()) text.add("  ").add(version.description);
    text.line();
    render_field("digest", version.digest, text);
    render_field("created", fmt::format("{} by {}", base::iso_time(version.creation_time), version.user_id), text);
    render_field("source", version.digest.empty() ? version.source : "", text);
    render_field("stage", version.stage == "None" ? "" : version.stage, text);
    render_field("aliases", fmt::format("{}", fmt::join(version.aliases, ", ")), text);
    for (const auto& tag : version.tags) render_field("tag", tag.key + "=" + tag.value, text);
    render_provenance(version.provenance, text);
    for (const auto& release : releases) {
        render_field("released",
                     fmt::format("{} since {}", release.entry.environment, base::iso_time(release.entry.time)), text,
                     Label::ok);
    }
    render_field("gates", gates_summary(version.gates), text, gates_label(version.gates));
    render_gates(version.gates, text);
    if (version.parts.empty()) return;
    text.line();
    Table table({"FILE", "SIZE", "DIGEST"});
    table.right(1);
    for (const auto& part : version.parts)
        table.row({part.path, base::size_text(part.size), short_digest(part.digest)});
    table.print(text);
}

Report show(Invocation& call, const std::string& reference) {
    RegistrySession session(call, RegistrySession::Use::read);
    const auto version = session->resolve(reference);
    const auto releases = deploy::serving(session.store(), version.model, version.version);
    base::Json json = document("mlp.model.show/1");
    json["version"] = version_json(version);
    json["releases"] = base::Json::array();
    for (const auto& release : releases) {
        json["releases"].push_back({{"environment", release.entry.environment},
                                    {"project", release.entry.project},
                                    {"place", release.place},
                                    {"release", release.entry.release},
                                    {"time", release.entry.time}});
    }
    return {.document = json, .text = [version, releases](Text& text) { render(version, releases, text); }};
}

}  // namespace

Command model_show_command() {
    auto reference = std::make_shared<std::string>();
    return {.arguments = {{"version", "MODEL (its newest version), MODEL:VERSION or MODEL@ALIAS", reference.get(), true,
                           "", Live::versions}},
            .run = [reference](Invocation& call) { return show(call, *reference); }};
}

}  // namespace mlp::cli

// mlp data catalog [WORD...]
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/data/catalog.hpp"
#include "cli/invocation.hpp"
#include "cli/output/text.hpp"
#include "core/base/ascii.hpp"
#include "core/base/url.hpp"

namespace mlp::cli {

namespace {

struct CatalogAsk {
    std::vector<std::string> words;
    std::optional<std::string> owner;
    bool upstream = false;
    bool downstream = false;

    bool lineage() const { return upstream || downstream; }
};

base::Json steps_json(const std::vector<LineageStep>& steps) {
    base::Json list = base::Json::array();
    for (const LineageStep& step : steps)
        list.push_back({{"stage", step.stage}, {"reads", step.reads}, {"makes", step.makes}});
    return list;
}

base::Json dataset_json(const CatalogEntry& entry, const CatalogAsk& ask) {
    const config::Dataset& dataset = entry.dataset;
    base::Json json{{"name", dataset.name},
            {"path", dataset.path},
            {"owner", text_or_null(dataset.owner)},
            {"purpose", text_or_null(dataset.purpose)},
            {"source", text_or_null(base::public_url(dataset.source))},
            {"desc", text_or_null(dataset.description)},
            {"contract", text_or_null(dataset.contract ? dataset.contract->path : "")},
            {"deprecated", text_or_null(dataset.deprecated)},
            {"replacement", text_or_null(dataset.replacement)},
            {"makers", entry.makers},
            {"users", entry.users},
            {"upstream", entry.upstream},
            {"downstream", entry.downstream},
            {"models", entry.models}};
    if (ask.upstream) json["steps_up"] = steps_json(entry.steps_up);
    if (ask.downstream) json["steps_down"] = steps_json(entry.steps_down);
    return json;
}

void show(Text& text, std::string_view title, const std::string& value) {
    if (!value.empty()) text.add(Label::dim, fmt::format("  {:<11}", title)).line(value);
}

void show(Text& text, const CatalogEntry& entry) {
    const config::Dataset& dataset = entry.dataset;
    text.add(Label::strong, dataset.name).add("  ").line(Label::path, dataset.path);
    show(text, "what", dataset.description);
    show(text, "owner", dataset.owner);
    show(text, "purpose", dataset.purpose);
    show(text, "source", base::public_url(dataset.source));
    show(text, "contract", dataset.contract ? dataset.contract->path : "");
    if (!dataset.deprecated.empty()) {
        const std::string instead =
            dataset.replacement.empty() ? "" : fmt::format("; its successor is '{}'", dataset.replacement);
        const std::string_view usable = entry.is_over ? "was usable until" : "usable until";
        text.add(Label::warning, "  deprecated ").line(fmt::format("{} {}{}", usable, dataset.deprecated, instead));
    }
    show(text, "made by", fmt::format("{}", fmt::join(entry.makers, ", ")));
    show(text, "used by", fmt::format("{}", fmt::join(entry.users, ", ")));
    show(text, "made of", fmt::format("{}", fmt::join(entry.upstream, ", ")));
    show(text, "leads to", fmt::format("{}", fmt::join(entry.downstream, ", ")));
    show(text, "models", fmt::format("{}", fmt::join(entry.models, ", ")));
}

void show_steps(Text& text, std::string_view title, const std::vector<LineageStep>& steps) {
    text.line(Label::dim, fmt::format("  {}", title));
    if (steps.empty()) text.line("    no stage");
    for (const LineageStep& step : steps) {
        text.line(fmt::format("    {}: {} -> {}", step.stage, fmt::join(step.reads, ", "), fmt::join(step.makes, ", ")));
    }
}

void show_lineage(Text& text, const CatalogEntry& entry, const CatalogAsk& ask) {
    text.add(Label::strong, entry.dataset.name).add("  ").line(Label::path, entry.dataset.path);
    if (ask.upstream) show_steps(text, "made by, the nearest first", entry.steps_up);
    if (ask.downstream) show_steps(text, "leads to, the nearest first", entry.steps_down);
}

Report report(Invocation& call, const CatalogAsk& ask) {
    std::vector<CatalogEntry> entries = catalog_of(call.project(), call.env().now());
    const bool any = !entries.empty();
    std::erase_if(entries, [&](const CatalogEntry& entry) {
        return !matches(entry, ask.words) || (ask.owner && base::lower(entry.dataset.owner) != base::lower(*ask.owner));
    });
    base::Json json = document("mlp.data.catalog/1");
    json["datasets"] = base::Json::array();
    for (const CatalogEntry& entry : entries) json["datasets"].push_back(dataset_json(entry, ask));
    return {.document = std::move(json), .text = [entries, any, ask](Text& text) {
                for (const CatalogEntry& entry : entries)
                    ask.lineage() ? show_lineage(text, entry, ask) : show(text, entry);
                if (entries.empty())
                    text.line(any ? "No data set matches." : "No data set is declared (key 'datasets' of mlp.yaml or dvc.yaml).");
            }};
}

}  // namespace

Command data_catalog_command() {
    auto ask = std::make_shared<CatalogAsk>();
    return {.arguments = {{.name = "word",
                           .help = "Only data sets in whose entry each word occurs",
                           .target = &ask->words,
                           .live = Live::datasets},
                          {.name = "--owner", .help = "Only those of this owner", .target = &ask->owner, .value = "NAME"},
                          {.name = "--upstream",
                           .help = "Show stage by stage what leads to it",
                           .target = &ask->upstream},
                          {.name = "--downstream",
                           .help = "Show stage by stage what it leads to",
                           .target = &ask->downstream}},
            .run = [ask](Invocation& call) { return report(call, *ask); }};
}

}  // namespace mlp::cli

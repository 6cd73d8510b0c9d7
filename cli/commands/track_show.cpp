// mlp track show
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/tracking/documents.hpp"
#include "cli/tracking/session.hpp"
#include "core/base/text.hpp"
#include "core/tracking/reserved_tags.hpp"

namespace mlp::cli {
namespace {

struct Shown {
    tracking::Run run;
    tracking::Experiment experiment;
    std::vector<tracking::Artifact> artifacts;
    std::vector<std::string> children;
    std::vector<std::pair<std::string, base::Json>> documents;
};

base::Json document_of(const Shown& shown) {
    base::Json json = document("mlp.track.show/1");
    json["run"] = run_json(shown.run);
    json["experiment"] = experiment_json(shown.experiment);
    json["latest_metrics"] = base::Json::array();
    for (const auto& metric : shown.run.metrics) json["latest_metrics"].push_back(metric_json(metric));
    json["inputs"] = base::Json::array();
    for (const auto& input : shown.run.dataset_inputs) json["inputs"].push_back(dataset_input_json(input));
    json["model_inputs"] = shown.run.model_inputs;
    json["model_outputs"] = base::Json::array();
    for (const auto& output : shown.run.model_outputs) {
        json["model_outputs"].push_back({{"model_id", output.model_id}, {"step", output.step}});
    }
    json["artifacts"] = base::Json::array();
    for (const auto& artifact : shown.artifacts) json["artifacts"].push_back(artifact_json(artifact));
    json["children"] = shown.children;
    json["documents"] = base::Json::object();
    for (const auto& [name, value] : shown.documents) json["documents"][name] = value;
    return json;
}

void render_head(const Shown& shown, base::Millis now, Text& text) {
    const tracking::RunInfo& info = shown.run.info;
    text.add(Label::strong, info.name).add("  ").add(Label::id, info.id).line();
    text.add(status_label(info.status), tracking::status_name(info.status));
    if (info.lifecycle == tracking::Lifecycle::deleted) text.add(Label::warning, " (deleted)");
    text.add(fmt::format(", began {}", ago(info.start_time, now)));
    if (info.end_time) text.add(fmt::format(", took {}", duration_of(info)));
    text.line(fmt::format(", experiment {}, by {}", shown.experiment.name, info.user_id.empty() ? "?" : info.user_id));
    if (info.parent_id) text.add("part of ").line(Label::id, *info.parent_id);
    if (!shown.children.empty()) text.line(fmt::format("{} runs are part of it", shown.children.size()));
}

template <class Pairs>
void render_pairs(std::string_view heading, const Pairs& pairs, Text& text) {
    if (pairs.empty()) return;
    text.line().line(Label::heading, heading);
    Table table({"key", "value"});
    for (const auto& pair : pairs) {
        if (pair.key != tracking::tag_note) table.row({pair.key, pair.value});
    }
    table.print(text);
}

/// What a pipeline's run, or the run of one stage, noted about why each stage ran or was left alone.
void render_decisions(const Shown& shown, Text& text) {
    Table table({"stage", "status", "why"});
    const auto add = [&](const std::string& stage, const base::Json& row) {
        if (row.is_object() && row.contains("why")) {
            table.row({{stage, Label::id}, row.value("status", std::string()), row.value("why", std::string())});
        }
    };
    for (const auto& [name, value] : shown.documents) {
        if (name == "stage") add(shown.run.info.name, value);
        if (name != "stages" || !value.is_object()) continue;
        for (const auto& [stage, row] : value.items()) add(stage, row);
    }
    if (table.empty()) return;
    text.line().line(Label::heading, "Stages");
    table.print(text);
}

void render(const Shown& shown, base::Millis now, Text& text) {
    render_head(shown, now, text);
    for (const auto& tag : shown.run.tags) {
        if (tag.key == tracking::tag_note) text.line().wrapped(tag.value);
    }
    render_decisions(shown, text);
    if (!shown.run.metrics.empty()) {
        text.line().line(Label::heading, "Metrics");
        Table table({"key", "value", "step"});
        table.right(1).right(2);
        for (const auto& metric : shown.run.metrics) {
            table.row({metric.key, {base::number_text(metric.value), Label::number}, std::to_string(metric.step)});
        }
        table.print(text);
    }
    render_pairs("Parameters", shown.run.params, text);
    render_pairs("Tags", shown.run.tags, text);
    if (!shown.run.dataset_inputs.empty()) {
        text.line().line(Label::heading, "Inputs");
        Table table({"name", "digest", "source"});
        for (const auto& input : shown.run.dataset_inputs)
            table.row({input.dataset.name, input.dataset.digest, input.dataset.source});
        table.print(text);
    }
    if (!shown.artifacts.empty()) {
        text.line().line(Label::heading, "Artifacts");
        Table table({"path", "size"});
        table.right(1);
        for (const auto& artifact : shown.artifacts)
            table.row({{artifact.path, Label::path}, base::size_text(artifact.size)});
        table.print(text);
    }
}

Report run(Invocation& call, const std::optional<std::string>& named) {
    TrackSession session(call, TrackSession::Use::read);
    Shown shown{.run = session.run(named), .experiment = {}, .artifacts = {}, .children = {}, .documents = {}};
    const std::string& id = shown.run.info.id;
    shown.experiment = session->find_experiment(shown.run.info.experiment_id).value_or(tracking::Experiment{});
    shown.artifacts = session->list_artifacts(id);
    shown.children = session->child_runs(id);
    for (const std::string& name : session->list_documents(id)) {
        shown.documents.emplace_back(name, session->find_document(id, name).value_or(base::Json()));
    }
    return {.document = document_of(shown),
            .text = [shown, now = call.env().now()](Text& text) { render(shown, now, text); }};
}

}  // namespace

Command track_show_command() {
    auto named = std::make_shared<std::optional<std::string>>();
    return {.arguments = {{"run", "Run to show; MLP_RUN_ID without it", named.get(), false, "RUN", Live::runs}},
            .run = [named](Invocation& call) { return run(call, *named); }};
}

}  // namespace mlp::cli

#include "cli/pipeline/explained.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "cli/output/text.hpp"
#include "cli/tracking/documents.hpp"
#include "core/base/process.hpp"
#include "core/tracking/store.hpp"

namespace mlp::cli {

using base::Json;
using pipeline::Action;
using pipeline::Outcome;

namespace {

std::string_view verdict_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::ran:
            return "ran";
        case Outcome::restored:
            return "was restored";
        case Outcome::kept:
            return "was taken up as it stood";
        case Outcome::skipped:
            return "was skipped";
        case Outcome::failed:
            return "ran and failed";
        case Outcome::interrupted:
            return "ran and was interrupted";
        case Outcome::not_started:
            return "was not started";
    }
    return "";
}

std::string_view verdict_of(Action action) {
    switch (action) {
        case Action::none:
            return "is up to date";
        case Action::restore:
            return "would be restored";
        case Action::keep:
            return "would be taken up as it stands";
        case Action::run:
            return "would run";
    }
    return "";
}

std::set<std::size_t> asked_for(Site& site, const Asked& asked) {
    std::set<std::size_t> indexes;
    for (const std::string& word : asked.stages) {
        for (const std::size_t index : site.graph().named(word, asked.folder)) indexes.insert(index);
    }
    if (asked.stages.empty()) {
        for (const std::size_t index : site.selected(asked)) indexes.insert(index);
    }
    return indexes;
}

/// Takes what one run noted about `wanted` stages, and strikes them off.
void take_record(const tracking::RunInfo& run, const Json& stages, std::set<std::string>& wanted,
                 std::map<std::string, RecordedDecision>& found) {
    for (auto name = wanted.begin(); name != wanted.end();) {
        const auto row = stages.find(*name);
        const std::string status = row == stages.end() ? "" : row->value("status", std::string());
        // Of a stage that was left alone the run before it knows more.
        if (status.empty() || status == "skipped") {
            ++name;
            continue;
        }
        found[*name] = {run.id, run.start_time, status, row->value("why", std::string()),
                        row->value("message", std::string())};
        name = wanted.erase(name);
    }
}

std::map<std::string, RecordedDecision> last_records(Site& site, std::set<std::string> wanted,
                                                     const std::string& but_not, std::int64_t runs_looked_at) {
    std::map<std::string, RecordedDecision> found;
    site.open_cache();
    if (site.results() == nullptr) return found;
    const auto tracking = tracking::open_tracking(*site.results());
    const auto experiment = tracking->find_experiment_by_name(site.graph().project().name);
    if (!experiment) return found;
    const auto runs = tracking->search_runs({.experiment_ids = {experiment->id},
                                             .filter = "tags.`mlp.kind` = 'pipeline'",
                                             .order_by = {"attributes.start_time DESC"},
                                             .max_results = runs_looked_at});
    for (const tracking::Run& run : runs.items) {
        if (wanted.empty()) break;
        if (run.info.id == but_not) continue;
        const auto stages = tracking->find_document(run.info.id, "stages");
        if (stages && stages->is_object()) take_record(run.info, *stages, wanted, found);
    }
    return found;
}

void add_records(Site& site, std::vector<Explained>& explained, const std::string& but_not) {
    constexpr std::int64_t runs_looked_at = 100;
    std::set<std::string> wanted;
    for (const Explained& one : explained) wanted.insert(one.stage);
    auto records = last_records(site, std::move(wanted), but_not, runs_looked_at);
    for (Explained& one : explained) {
        if (auto record = records.find(one.stage); record != records.end()) one.before = std::move(record->second);
    }
}

void render_failure(const std::string& stage, const RecordedDecision& record, Text& text) {
    text.add(Label::id, stage).add(" ").add(Label::error, "failed").add(" in run ");
    text.add(Label::id, short_id(record.run_id)).add(": " + record.failure + "; see ");
    text.line(Label::strong, "mlp logs " + base::shell_quote(stage));
}

void render(const Explained& one, Text& text) {
    text.add(Label::id, one.stage).add(" " + one.verdict);
    if (!one.why.empty()) text.add(" because ").add(Label::strong, one.why);
    text.line();
    if (!one.before) return;
    text.add("  before: ").add(one.before->status).add(" in run ").add(Label::id, short_id(one.before->run_id));
    if (!one.before->why.empty()) text.add(" because " + one.before->why);
    text.line();
    if (!one.before->failure.empty()) render_failure(one.stage, *one.before, text.add("  "));
}

Json record_json(const RecordedDecision& record) {
    Json json{{"run_id", record.run_id}, {"time", record.time}, {"status", record.status}, {"why", record.why}};
    if (!record.failure.empty()) json["message"] = record.failure;
    return json;
}

void add_record_rows(Json& stages, const std::map<std::string, RecordedDecision>& records) {
    for (Json& row : stages) {
        const auto found = records.find(row.at("name").get_ref<const std::string&>());
        if (found != records.end()) row["recorded"] = record_json(found->second);
    }
}

}  // namespace

std::vector<Explained> explain(Site& site, const Asked& asked, const pipeline::RunSummary& summary,
                               const std::string& run_id) {
    const auto indexes = asked_for(site, asked);
    std::vector<Explained> explained;
    for (const pipeline::StageResult& result : summary.results) {
        if (!indexes.contains(result.index)) continue;
        explained.push_back({result.stage->name, std::string(verdict_of(result.outcome)), result.why()});
    }
    add_records(site, explained, run_id);
    return explained;
}

std::vector<Explained> explain(Site& site, const Asked& asked, const pipeline::Plan& plan) {
    const auto indexes = asked_for(site, asked);
    std::vector<Explained> explained;
    for (const pipeline::PlannedStage& planned : plan.stages) {
        if (!indexes.contains(planned.index)) continue;
        explained.push_back({site.graph().stage(planned.index).name, std::string(verdict_of(planned.decision.action)),
                             planned.decision.why()});
    }
    add_records(site, explained, "");
    return explained;
}

void add_explanations(Report& report, std::vector<Explained> explained) {
    std::map<std::string, RecordedDecision> records;
    for (const Explained& one : explained) {
        if (one.before) records.emplace(one.stage, *one.before);
    }
    add_record_rows(report.document.at("stages"), records);
    report.text = [before = std::move(report.text), explained = std::move(explained)](Text& text) {
        before(text);
        for (const Explained& one : explained) render(one, text);
    };
}

void add_last_failures(Report& report, Site& site, const pipeline::Plan& plan) {
    std::set<std::string> wanted;
    for (const pipeline::PlannedStage& planned : plan.stages) {
        if (planned.decision.action == Action::run) wanted.insert(site.graph().stage(planned.index).name);
    }
    if (wanted.empty()) return;
    auto records = last_records(site, std::move(wanted), "", 1);
    std::erase_if(records, [](const auto& record) { return record.second.failure.empty(); });
    if (records.empty()) return;
    add_record_rows(report.document.at("stages"), records);
    report.text = [before = std::move(report.text), records = std::move(records)](Text& text) {
        before(text);
        for (const auto& [stage, record] : records) render_failure(stage, record, text);
    };
}

}  // namespace mlp::cli

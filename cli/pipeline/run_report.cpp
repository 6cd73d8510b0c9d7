#include "cli/pipeline/run_report.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <memory>

#include "cli/output/text.hpp"
#include "core/base/io.hpp"
#include "core/base/process.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

using base::Json;
using pipeline::Outcome;
using pipeline::RunSummary;
using pipeline::StageResult;

namespace {

constexpr std::size_t shown_log_lines = 12;
/// Told from the snapshot, without looking at single stages.
constexpr std::string_view nothing_moved = "no file that it rests on has changed since it was found up to date";

std::size_t count_of(const RunSummary& summary, Outcome outcome) {
    return static_cast<std::size_t>(
        std::count_if(summary.results.begin(), summary.results.end(),
                      [&](const StageResult& result) { return result.outcome == outcome; }));
}

std::string_view status_of(const RunSummary& summary) {
    if (summary.signal != 0) return "killed";
    if (!summary.good()) return "failed";
    return summary.changed() ? "finished" : "up_to_date";
}

Json stage_json(const StageResult& result) {
    Json row{{"name", result.stage->name}, {"status", pipeline::outcome_name(result.outcome)}};
    row["reasons"] = pipeline::reasons_json(result.reasons);
    row["why"] = result.why();
    row["evidence"] = pipeline::evidence_json(result.evidence);
    if (result.executed()) {
        row["duration_ms"] = result.ended - result.started;
        row["attempts"] = result.attempts;
        row["exit_code"] = result.end.exit_code ? Json(*result.end.exit_code) : Json(nullptr);
        if (result.end.signal != 0) row["signal"] = result.end.signal;
        if (result.end.timed_out) row["timed_out"] = true;
        row["peak_memory_bytes"] = result.end.peak_memory_bytes;
        row["user_ms"] = result.end.user_time.count();
        row["system_ms"] = result.end.system_time.count();
        row["log"] = result.log.path;
    }
    if (!result.run_id.empty()) row["run_id"] = result.run_id;
    if (result.outcome == Outcome::failed) row["message"] = result.failure();
    if (!result.hint.empty()) row["hint"] = result.hint;
    if (!result.warnings.empty()) row["warnings"] = result.warnings;
    for (const auto& [key, value] : result.metrics) row["metrics"][key] = base::number_json(value);
    return row;
}

Json counts(std::size_t ran, std::size_t restored, std::size_t kept, std::size_t skipped, std::size_t failed) {
    return {{"ran", ran}, {"restored", restored}, {"kept", kept}, {"skipped", skipped}, {"failed", failed}};
}

Json run_document(std::string_view status, const std::optional<std::string>& run_id, const Json& numbers) {
    Json json = document("mlp.run/1");
    json["status"] = status;
    json["run_id"] = run_id ? Json(*run_id) : Json(nullptr);
    json.update(numbers);
    return json;
}

std::string read_tail(const std::filesystem::path& path, std::size_t limit) {
    const base::Fd file = base::open_read(path);
    const off_t size = ::lseek(file.get(), 0, SEEK_END);
    const auto wanted = std::min<std::size_t>(limit, size > 0 ? static_cast<std::size_t>(size) : 0);
    std::string text(wanted, '\0');
    const ssize_t count = ::pread(file.get(), text.data(), wanted, size - static_cast<off_t>(wanted));
    text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return text;
}

/// The end of a log, read from its last kilobytes alone.
std::deque<std::string> last_lines(const std::filesystem::path& path) {
    constexpr std::size_t tail_bytes = 16 * 1024;
    std::deque<std::string> lines;
    try {
        std::string text = read_tail(path, tail_bytes);
        if (text.ends_with('\n')) text.pop_back();
        while (!text.empty() && lines.size() < shown_log_lines) {
            const std::size_t end = text.rfind('\n');
            lines.push_front(end == std::string::npos ? text : text.substr(end + 1));
            text.resize(end == std::string::npos ? 0 : end);
        }
    } catch (const Error&) {
        // The failure itself is told; its log may be gone with the disk.
    }
    return lines;
}

void render_failure(const StageResult& result, const RunFacts& facts, Text& text) {
    text.add(Label::error, "failed ").add(Label::id, result.stage->name).line(": " + result.failure());
    if (!result.hint.empty()) text.add(Label::hint, "  hint: ").line(result.hint);
    if (!result.executed()) return;
    for (const std::string& line : last_lines(facts.root / result.log.path)) text.add(Label::dim, "  | ").line(line);
    text.add("  all of it: ").line(Label::strong, "mlp logs " + base::shell_quote(result.stage->name));
}

std::string stages_text(std::size_t count) { return count == 1 ? "1 stage" : fmt::format("{} stages", count); }

void nothing_to_do(Text& text, std::size_t stages) {
    text.line(stages == 0 ? "Nothing to do: there are no stages yet."
                          : fmt::format("Nothing to do: {} up to date.", stages_text(stages)));
}

void render_summary(const RunSummary& summary, const RunFacts& facts, Text& text) {
    for (const StageResult& result : summary.results) {
        if (result.outcome == Outcome::failed) render_failure(result, facts, text);
    }
    std::vector<std::string> parts;
    const auto part = [&](Outcome outcome, std::string_view word) {
        if (const std::size_t count = count_of(summary, outcome); count > 0)
            parts.push_back(fmt::format("{} {}", count, word));
    };
    part(Outcome::ran, "ran");
    part(Outcome::restored, "restored");
    part(Outcome::kept, "taken up");
    part(Outcome::skipped, "up to date");
    part(Outcome::failed, "failed");
    part(Outcome::interrupted, "interrupted");
    part(Outcome::not_started, "not started");
    const auto time = base::duration_text(std::chrono::milliseconds(summary.ended - summary.started));
    if (!summary.changed() && summary.good()) {
        nothing_to_do(text, summary.results.size());
        return;
    }
    text.line(fmt::format("{}: {}, in {}", stages_text(summary.results.size()), fmt::join(parts, ", "), time));
    if (facts.run_id) {
        constexpr std::size_t shown_digits = 8;
        const std::string id = facts.run_id->substr(0, shown_digits);
        text.add("Run ").add(Label::id, id).add(": ").line(Label::strong, "mlp track show " + id);
    }
}

Json planned_json(const pipeline::Graph& graph, const pipeline::PlannedStage& planned) {
    Json row{{"name", graph.stage(planned.index).name}, {"action", pipeline::action_name(planned.decision.action)}};
    row["reasons"] = pipeline::reasons_json(planned.decision.reasons);
    row["why"] = planned.decision.why();
    row["evidence"] = pipeline::evidence_json(planned.decision.evidence);
    if (planned.decision.evidence.frozen) row["frozen"] = true;
    return row;
}

Json plan_json(std::string_view schema, const pipeline::Graph& graph, const pipeline::Plan& plan) {
    Json json = document(schema);
    json["up_to_date"] = plan.nothing_to_do();
    json["stages"] = Json::array();
    for (const auto& planned : plan.stages) json["stages"].push_back(planned_json(graph, planned));
    return json;
}

/// A row of the table, free of what the plan was made from.
struct PlanRow {
    std::string stage;
    std::string would;
    std::string why;
};

std::vector<PlanRow> plan_rows(const pipeline::Graph& graph, const pipeline::Plan& plan) {
    std::vector<PlanRow> rows;
    for (const auto& planned : plan.stages) {
        if (planned.decision.action == pipeline::Action::none) continue;
        std::string why;
        for (const pipeline::Reason& reason : planned.decision.reasons)
            why += (why.empty() ? "" : "; ") + reason.text();
        rows.push_back(
            {graph.stage(planned.index).name, std::string(pipeline::action_name(planned.decision.action)), why});
    }
    return rows;
}

Report planned_report(Json json, const pipeline::Graph& graph, const pipeline::Plan& plan) {
    return {.document = std::move(json),
            .text = [rows = plan_rows(graph, plan), count = plan.stages.size()](Text& text) {
                if (rows.empty()) {
                    nothing_to_do(text, count);
                    return;
                }
                Table table({"STAGE", "WOULD", "WHY"});
                for (const PlanRow& row : rows)
                    table.row({{row.stage, Label::id}, {row.would, Label::warning}, row.why});
                table.print(text);
                text.line(fmt::format("{} of {} would change.", rows.size(), stages_text(count)));
            }};
}

}  // namespace

Report run_report(const RunSummary& summary, const RunFacts& facts) {
    Json json = run_document(status_of(summary), facts.run_id,
                             counts(count_of(summary, Outcome::ran), count_of(summary, Outcome::restored), count_of(summary, Outcome::kept),
                                    count_of(summary, Outcome::skipped), count_of(summary, Outcome::failed)));
    if (summary.signal != 0) json["signal"] = summary.signal;
    if (!facts.parameters.empty()) json["set"] = facts.parameters;
    json["duration_ms"] = summary.ended - summary.started;
    json["stages"] = Json::array();
    for (const StageResult& result : summary.results) json["stages"].push_back(stage_json(result));
    auto kept = std::make_shared<RunSummary>(summary);
    return {.document = std::move(json),
            .text = [kept, facts](Text& text) { render_summary(*kept, facts, text); },
            .exit_code = summary.good() ? 0 : 1};
}

Report nothing_to_do_report(const std::vector<std::string>& stages) {
    Json json = run_document("up_to_date", std::nullopt, counts(0, 0, 0, stages.size(), 0));
    json["duration_ms"] = 0;
    json["stages"] = Json::array();
    for (const std::string& name : stages) {
        json["stages"].push_back(
            {{"name", name}, {"status", "skipped"}, {"reasons", Json::array()}, {"why", nothing_moved}});
    }
    return {.document = std::move(json), .text = [count = stages.size()](Text& text) {
                nothing_to_do(text, count);
            }};
}

Report dry_run_report(const pipeline::Graph& graph, const pipeline::Plan& plan) {
    return planned_report(plan_json("mlp.run.plan/1", graph, plan), graph, plan);
}

Report status_report(const pipeline::Graph& graph, const pipeline::Plan& plan, bool demand) {
    Report report = planned_report(plan_json("mlp.status/1", graph, plan), graph, plan);
    report.exit_code = demand && !plan.nothing_to_do() ? 1 : 0;
    return report;
}

Report status_current_report(const std::vector<std::string>& stages) {
    Json json = document("mlp.status/1");
    json["up_to_date"] = true;
    json["stages"] = Json::array();
    for (const std::string& name : stages) {
        json["stages"].push_back(
            {{"name", name}, {"action", "none"}, {"reasons", Json::array()}, {"why", nothing_moved}});
    }
    return {.document = std::move(json), .text = [count = stages.size()](Text& text) {
                nothing_to_do(text, count);
            }};
}

}  // namespace mlp::cli

#include "cli/pipeline/combination_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

#include "cli/output/report.hpp"
#include "cli/output/text.hpp"
#include "cli/tracking/documents.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

using base::Json;

namespace {

std::string_view status_of(const CombinationsSummary& summary) {
    if (summary.signal != 0) return "killed";
    return summary.good() ? "finished" : "failed";
}

Json row_json(const CombinationResult& result) {
    Json row{{"set", result.set}, {"status", result.status}};
    row["run_id"] = text_or_null(result.run_id);
    row["exit_code"] = result.exit_code ? Json(*result.exit_code) : Json(nullptr);
    row["duration_ms"] = result.duration;
    for (const auto& [name, count] : result.counts) row[name] = count;
    row["metrics"] = Json::object();
    for (const auto& [key, value] : result.metrics) row["metrics"][key] = base::number_json(value);
    if (!result.warnings.empty()) row["warnings"] = result.warnings;
    if (!result.message.empty()) row["message"] = result.message;
    return row;
}

Json document_of(const CombinationsSummary& summary) {
    Json json = document("mlp.run.combinations/1");
    json["status"] = status_of(summary);
    json["run_id"] = summary.run_id;
    if (summary.signal != 0) json["signal"] = summary.signal;
    json["duration_ms"] = summary.duration;
    json["combinations"] = Json::array();
    for (const CombinationResult& result : summary.results) json["combinations"].push_back(row_json(result));
    return json;
}

/// Metrics that any of them has, as many as fit a table.
std::vector<std::string> shown_metrics(const CombinationsSummary& summary) {
    constexpr std::size_t most = 6;
    std::set<std::string> keys;
    for (const CombinationResult& result : summary.results) {
        for (const auto& [key, value] : result.metrics) keys.insert(key);
    }
    std::vector<std::string> shown(keys.begin(), keys.end());
    shown.resize(std::min(shown.size(), most));
    return shown;
}

void render(const CombinationsSummary& summary, Text& text) {
    const auto metrics = shown_metrics(summary);
    std::vector<std::string> headings{"SET", "STATUS"};
    headings.insert(headings.end(), metrics.begin(), metrics.end());
    headings.emplace_back("RUN");
    Table table(headings);
    for (std::size_t i = 0; i < metrics.size(); ++i) table.right(i + 2);
    for (const CombinationResult& result : summary.results) {
        std::vector<Table::Cell> row{{fmt::format("{}", fmt::join(result.set, " ")), Label::strong},
                                     {result.status, result.good() ? Label::ok : Label::error}};
        for (const std::string& key : metrics) {
            const auto value = result.metrics.find(key);
            row.emplace_back(value == result.metrics.end() ? "-" : fmt::format("{:.5g}", value->second), Label::number);
        }
        row.emplace_back(result.run_id.empty() ? "-" : short_id(result.run_id), Label::id);
        table.row(std::move(row));
    }
    table.print(text);
    for (const CombinationResult& result : summary.results) {
        const std::string name = fmt::format("{}", fmt::join(result.set, " "));
        for (const std::string& warning : result.warnings) {
            text.add(Label::warning, "warning ").line(fmt::format("{}: {}", name, warning));
        }
        if (result.message.empty()) continue;
        text.add(Label::error, "failed ").line(fmt::format("{}: {}", name, result.message));
    }
    text.add(fmt::format("{} combinations in {}; ", summary.results.size(),
                         base::duration_text(std::chrono::milliseconds(summary.duration))));
    text.add("all of them: ").line(Label::strong, "mlp track show " + short_id(summary.run_id));
}

}  // namespace

bool CombinationsSummary::good() const {
    return signal == 0 &&
           std::all_of(results.begin(), results.end(), [](const CombinationResult& result) { return result.good(); });
}

void take_run_document(const Json& document, CombinationResult& result) {
    result.status = document.value("status", std::string("failed"));
    if (document.contains("run_id") && document["run_id"].is_string()) result.run_id = document["run_id"];
    for (const char* name : {"ran", "restored", "skipped", "failed"}) {
        result.counts[name] = document.value(name, std::int64_t{0});
    }
    if (!document.contains("stages")) return;
    for (const Json& stage : document["stages"]) {
        for (const Json& warning : stage.value("warnings", Json::array())) {
            result.warnings.push_back(stage.value("name", std::string()) + ": " + warning.get<std::string>());
        }
        if (stage.value("status", std::string()) != "failed") continue;
        if (!result.message.empty()) result.message += "; ";
        result.message += stage.value("name", std::string()) + ": " + stage.value("message", std::string());
    }
}

Report combinations_report(const CombinationsSummary& summary) {
    auto kept = std::make_shared<const CombinationsSummary>(summary);
    return {.document = document_of(summary),
            .text = [kept](Text& text) { render(*kept, text); },
            .exit_code = summary.good() ? 0 : 1};
}

}  // namespace mlp::cli

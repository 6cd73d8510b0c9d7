// mlp track compare
#include <fmt/format.h>

#include <map>
#include <memory>
#include <set>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/tracking/documents.hpp"
#include "cli/tracking/session.hpp"
#include "core/base/error.hpp"

namespace mlp::cli {
namespace {

constexpr std::size_t most_runs = 20;
constexpr std::size_t spark_width = 20;

struct Row {
    std::string kind;
    std::string key;
    std::vector<std::optional<std::string>> values;  // one a run
    bool differs = false;
};

struct Comparison {
    std::vector<tracking::Run> runs;
    std::vector<Row> rows;
    std::map<std::pair<std::string, std::size_t>, std::vector<double>> histories;  // of (metric, run)
};

/// One row for each key that any of the runs has.
template <class Pairs>
void add_rows(const std::vector<tracking::Run>& runs, const char* kind, Pairs pairs_of, std::vector<Row>& rows) {
    std::map<std::string, Row> by_key;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        for (const auto& [key, value] : pairs_of(runs[i])) {
            Row& row = by_key.try_emplace(key, Row{kind, key, {}, false}).first->second;
            row.values.resize(runs.size());
            row.values[i] = value;
        }
    }
    for (auto& [key, row] : by_key) {
        row.differs = std::set(row.values.begin(), row.values.end()).size() > 1;
        rows.push_back(std::move(row));
    }
}

Comparison compare(TrackSession& session, const std::vector<std::string>& named, bool with_histories) {
    Comparison result;
    for (const std::string& name : named) result.runs.push_back(session.run(name));
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    add_rows(
        result.runs, "param",
        [](const tracking::Run& run) {
            Pairs pairs;
            for (const auto& param : run.params) pairs.emplace_back(param.key, param.value);
            return pairs;
        },
        result.rows);
    add_rows(
        result.runs, "metric",
        [](const tracking::Run& run) {
            Pairs pairs;
            for (const auto& metric : run.metrics) pairs.emplace_back(metric.key, base::number_text(metric.value));
            return pairs;
        },
        result.rows);
    add_rows(
        result.runs, "tag",
        [](const tracking::Run& run) {
            Pairs pairs;
            // MLflow's own tags say how a run was made, not what it is.
            for (const auto& tag : run.tags) {
                if (!tag.key.starts_with("mlflow.")) pairs.emplace_back(tag.key, tag.value);
            }
            return pairs;
        },
        result.rows);
    if (!with_histories) return result;
    for (std::size_t i = 0; i < result.runs.size(); ++i) {
        for (const auto& metric : result.runs[i].metrics) {
            auto& points = result.histories[{metric.key, i}];
            for (const auto& point : session->metric_history(result.runs[i].info.id, metric.key).items)
                points.push_back(point.value);
        }
    }
    return result;
}

base::Json document_of(const Comparison& comparison) {
    base::Json json = document("mlp.track.compare/1");
    json["runs"] = base::Json::array();
    for (const auto& run : comparison.runs) {
        json["runs"].push_back({{"run_id", run.info.id},
                                {"run_name", run.info.name},
                                {"status", tracking::status_name(run.info.status)},
                                {"start_time", run.info.start_time}});
    }
    json["rows"] = base::Json::array();
    for (const Row& row : comparison.rows) {
        base::Json values = base::Json::array();
        for (const auto& value : row.values) values.push_back(value ? base::Json(*value) : base::Json());
        json["rows"].push_back(
            {{"kind", row.kind}, {"key", row.key}, {"values", std::move(values)}, {"differs", row.differs}});
    }
    return json;
}

void render(const Comparison& comparison, Text& text) {
    std::vector<std::string> headings{"", ""};
    for (const auto& run : comparison.runs)
        headings.push_back(fmt::format("{} {}", short_id(run.info.id), run.info.name));
    Table table(headings);
    std::string kind;
    for (const Row& row : comparison.rows) {
        // A mark, not only a colour, tells what differs.
        std::vector<Table::Cell> cells{{row.differs ? "≠" : " ", Label::warning},
                                       {fmt::format("{} {}", row.kind, row.key), Label::strong}};
        for (std::size_t i = 0; i < row.values.size(); ++i) {
            std::string value = row.values[i].value_or("-");
            const auto history =
                row.kind == "metric" ? comparison.histories.find({row.key, i}) : comparison.histories.end();
            if (history != comparison.histories.end() && history->second.size() > 1) {
                value += " " + sparkline(history->second, spark_width);
            }
            cells.emplace_back(std::move(value), row.differs ? Label::plain : Label::dim);
        }
        table.row(std::move(cells));
    }
    table.print(text);
}

}  // namespace

Command track_compare_command() {
    auto runs = std::make_shared<std::vector<std::string>>();
    return {.arguments = {{"run", "Runs to compare", runs.get(), true, "RUN", Live::runs}},
            .run = [runs](Invocation& call) {
                if (runs->size() < 2 || runs->size() > most_runs) {
                    throw Error(Kind::usage, fmt::format("{} run{} given: 2 to {} can be compared", runs->size(),
                                                         runs->size() == 1 ? " is" : "s are", most_runs));
                }
                TrackSession session(call, TrackSession::Use::read);
                const bool curves = call.terminal().output && !call.globals().json;
                auto comparison = std::make_shared<const Comparison>(compare(session, *runs, curves));
                return Report{.document = document_of(*comparison),
                              .text = [comparison](Text& text) { render(*comparison, text); }};
            }};
}

}  // namespace mlp::cli

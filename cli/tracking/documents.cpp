#include "cli/tracking/documents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/base/text.hpp"

namespace mlp::cli {
namespace {

using base::Json;

constexpr std::size_t metric_columns = 4;

template <class Pair>
Json object_of(const std::vector<Pair>& pairs) {
    Json object = Json::object();
    for (const Pair& pair : pairs) object[pair.key] = pair.value;
    return object;
}

/// The keys that most runs have, in alphabetical order.
std::vector<std::string> common_metrics(const std::vector<tracking::Run>& runs) {
    std::map<std::string, std::size_t> counts;
    for (const auto& run : runs) {
        for (const auto& metric : run.metrics) ++counts[metric.key];
    }
    std::vector<std::pair<std::string, std::size_t>> by_count(counts.begin(), counts.end());
    std::stable_sort(by_count.begin(), by_count.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    std::vector<std::string> keys;
    for (const auto& [key, count] : by_count) {
        if (keys.size() < metric_columns) keys.push_back(key);
    }
    std::sort(keys.begin(), keys.end());
    return keys;
}

std::string metric_text(const tracking::Run& run, const std::string& key) {
    const auto found =
        std::find_if(run.metrics.begin(), run.metrics.end(), [&](const auto& metric) { return metric.key == key; });
    return found == run.metrics.end() ? "" : fmt::format("{:.5g}", found->value);
}

}  // namespace

Json metric_json(const tracking::Metric& metric) {
    Json json{{"key", metric.key},
              {"value", base::number_json(metric.value)},
              {"step", metric.step},
              {"timestamp", metric.timestamp}};
    if (metric.model_id) json["model_id"] = *metric.model_id;
    if (metric.dataset_name) json["dataset_name"] = *metric.dataset_name;
    if (metric.dataset_digest) json["dataset_digest"] = *metric.dataset_digest;
    return json;
}

Json run_json(const tracking::Run& run) {
    const tracking::RunInfo& info = run.info;
    Json json{{"run_id", info.id},
              {"run_name", info.name},
              {"experiment_id", info.experiment_id},
              {"user_id", info.user_id},
              {"status", tracking::status_name(info.status)},
              {"start_time", info.start_time},
              {"end_time", info.end_time ? Json(*info.end_time) : Json()},
              {"lifecycle_stage", tracking::lifecycle_name(info.lifecycle)},
              {"parent_run_id", info.parent_id ? Json(*info.parent_id) : Json()},
              {"artifact_uri", info.artifact_uri}};
    json["metrics"] = Json::object();
    for (const auto& metric : run.metrics) json["metrics"][metric.key] = base::number_json(metric.value);
    json["params"] = object_of(run.params);
    json["tags"] = object_of(run.tags);
    return json;
}

Json experiment_json(const tracking::Experiment& experiment) {
    return {{"experiment_id", experiment.id},
            {"name", experiment.name},
            {"artifact_location", experiment.artifact_location},
            {"lifecycle_stage", tracking::lifecycle_name(experiment.lifecycle)},
            {"creation_time", experiment.creation_time},
            {"last_update_time", experiment.last_update_time},
            {"tags", object_of(experiment.tags)}};
}

Json dataset_input_json(const tracking::DatasetInput& input) {
    const tracking::Dataset& dataset = input.dataset;
    Json json{{"name", dataset.name},
              {"digest", dataset.digest},
              {"source_type", dataset.source_type},
              {"source", dataset.source}};
    if (dataset.schema) json["schema"] = *dataset.schema;
    if (dataset.profile) json["profile"] = *dataset.profile;
    json["tags"] = object_of(input.tags);
    return json;
}

Json artifact_json(const tracking::Artifact& artifact) {
    return {{"path", artifact.path}, {"size", artifact.size}, {"digest", artifact.digest}};
}

Label status_label(tracking::RunStatus status) {
    switch (status) {
        case tracking::RunStatus::finished:
            return Label::ok;
        case tracking::RunStatus::failed:
        case tracking::RunStatus::killed:
            return Label::error;
        default:
            return Label::warning;
    }
}

std::string short_id(const std::string& id) { return id.substr(0, 8); }

std::string ago(base::Millis time, base::Millis now) {
    return now < time ? base::iso_time(time) : base::duration_text(std::chrono::milliseconds(now - time)) + " ago";
}

std::string duration_of(const tracking::RunInfo& info) {
    if (!info.end_time || *info.end_time < info.start_time) return "";
    return base::duration_text(std::chrono::milliseconds(*info.end_time - info.start_time));
}

void render_runs(const std::vector<tracking::Run>& runs, base::Millis now, Text& text) {
    const std::vector<std::string> metrics = common_metrics(runs);
    std::vector<std::string> headings{"run", "name", "status", "started", "took"};
    headings.insert(headings.end(), metrics.begin(), metrics.end());
    Table table(headings);
    for (std::size_t i = 0; i < metrics.size(); ++i) table.right(5 + i);
    for (const auto& run : runs) {
        std::vector<Table::Cell> row{
            {short_id(run.info.id), Label::id},
            {run.info.name},
            {std::string(tracking::status_name(run.info.status)), status_label(run.info.status)},
            {ago(run.info.start_time, now), Label::dim},
            {duration_of(run.info)}};
        for (const std::string& key : metrics) row.emplace_back(metric_text(run, key), Label::number);
        table.row(std::move(row));
    }
    table.print(text);
}

}  // namespace mlp::cli

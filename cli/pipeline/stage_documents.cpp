#include "cli/pipeline/stage_documents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/base/verbatim.hpp"
#include "core/pipeline/fingerprint.hpp"

namespace mlp::cli {

using base::Json;

namespace {

constexpr std::size_t dataset_digest_length = 36;  // MLflow's limit

std::string value_text(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number_float()) return base::number_text(value.get<double>());
    return base::flow_text(value);
}

void flatten(const std::string& prefix, const Json& value, std::map<std::string, std::string>& into) {
    if (!value.is_object() || value.empty()) {
        into[tracking_key(prefix.empty() ? "value" : prefix)] = value_text(value);
        return;
    }
    for (const auto& [key, member] : value.items()) flatten(prefix.empty() ? key : prefix + "." + key, member, into);
}

/// Artifact paths know fewer characters than file names do.
std::string artifact_path(const std::string& path) {
    std::string safe = path;
    for (char& c : safe) {
        if (c == '\\' || c == '#' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '_';
    }
    return safe;
}

void add_artifacts(const std::string& path, const data::Content& content, const data::ObjectStore& objects,
                   std::vector<tracking::Artifact>& into) {
    constexpr std::size_t longest_path = 1024;
    if (!objects.has(content.digest) || path.size() > longest_path || base::invalid_utf8(path)) return;
    if (content.kind != data::ContentKind::tree) {
        into.push_back({artifact_path(path), content.size, content.digest.to_string()});
        return;
    }
    for (const data::TreeEntry& entry : data::parse_tree(objects.read(content.digest))) {
        if (entry.content.kind == data::ContentKind::link) continue;
        add_artifacts(path + "/" + entry.name, entry.content, objects, into);
    }
}

void add_roles(const config::Stage& stage, Json& row) {
    for (const config::Output& out : stage.outs) {
        if (out.role == config::Output::Role::metric) row["metrics"].push_back(out.path);
        if (out.role == config::Output::Role::plot) row["plots"][out.path] = out.options;
    }
}

}  // namespace

std::string tracking_key(const std::string& key) {
    std::string safe;
    for (const char c : key) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        const bool allowed = word || std::string_view("_-.:/ ").find(c) != std::string_view::npos ||
                             static_cast<unsigned char>(c) >= 0x80;
        safe += allowed ? c : '_';
    }
    // Keys are read as paths: no empty part, no "." and no "..".
    if (base::normal_relative(safe) != safe || safe == ".") std::replace(safe.begin(), safe.end(), '/', '_');
    if (base::normal_relative(safe) != safe || safe == ".") std::replace(safe.begin(), safe.end(), '.', '_');
    while (safe.size() > tracking::max_key_length) safe.pop_back();
    while (base::invalid_utf8(safe)) safe.pop_back();
    return safe.empty() ? "_" : safe;
}

std::string parent_metric_key(const std::string& stage, const std::string& key) {
    std::string name = stage;
    std::replace(name.begin(), name.end(), '@', '/');
    return tracking_key(name + "." + key);
}

std::map<std::string, std::string> flat_params(const pipeline::StageInputs& inputs) {
    std::map<std::string, std::string> flat;
    for (const auto& [file, values] : inputs.params) {
        const std::string prefix = file == "params.yaml" ? "" : file + ":";
        for (const auto& [key, value] : values) {
            std::map<std::string, std::string> leaves;
            flatten(key, value, leaves);
            for (auto& [leaf, text] : leaves) flat[tracking_key(prefix + leaf)] = std::move(text);
        }
    }
    return flat;
}

std::vector<tracking::Metric> metrics_of(const pipeline::StageResult& result, const std::string& prefix) {
    std::vector<tracking::Metric> metrics;
    for (const auto& [key, value] : result.metrics) {
        tracking::Metric metric;
        metric.key = prefix.empty() ? tracking_key(key) : parent_metric_key(prefix, key);
        metric.value = value;
        metric.timestamp = result.ended;
        metrics.push_back(std::move(metric));
    }
    return metrics;
}

std::vector<tracking::Artifact> artifacts_of(const pipeline::StageResult& result, const data::ObjectStore& objects) {
    std::vector<tracking::Artifact> artifacts;
    for (const config::Output& out : result.stage->outs) {
        const auto content = result.outputs.find(out.path);
        if (out.role == config::Output::Role::out || content == result.outputs.end()) continue;
        add_artifacts(out.path, content->second, objects, artifacts);
    }
    if (result.log.digest && result.log.size > 0) {
        const std::string name = result.log.path.substr(result.log.path.rfind('/') + 1);
        artifacts.push_back({"logs/" + artifact_path(name), result.log.size, result.log.digest.to_string()});
    }
    return artifacts;
}

std::vector<tracking::DatasetInput> inputs_of(const pipeline::StageInputs& inputs) {
    std::vector<tracking::DatasetInput> list;
    for (const auto& [path, content] : inputs.deps) {
        tracking::DatasetInput input;
        input.dataset.name = path;
        input.dataset.digest = content.digest.hex().substr(0, dataset_digest_length);
        input.dataset.source_type = "local";
        input.dataset.source = path;
        list.push_back(std::move(input));
    }
    return list;
}

Json entry_document(const pipeline::LockedStage& entry, const base::Digest& fingerprint) {
    Json params = Json::object();
    for (const auto& [file, values] : entry.inputs.params) {
        for (const auto& [key, value] : values) {
            const std::string name = key.empty() ? file : file == "params.yaml" ? key : file + ":" + key;
            params[name] = base::words_as_texts(value);
        }
    }
    return {{"fingerprint", fingerprint.to_string()},
            {"deps", pipeline::outputs_json(entry.inputs.deps)},
            {"params", std::move(params)},
            {"outs", pipeline::outputs_json(entry.outs)}};
}

Json stage_document(const pipeline::StageResult& result) {
    Json document = entry_document({result.inputs, result.outputs}, result.fingerprint);
    document["status"] = pipeline::outcome_name(result.outcome);
    document["reasons"] = pipeline::reasons_json(result.reasons);
    document["why"] = result.why();
    document["evidence"] = pipeline::evidence_json(result.evidence);
    if (!result.run_id.empty()) document["run_id"] = result.run_id;
    if (result.outcome == pipeline::Outcome::failed) document["message"] = result.failure();
    if (!result.executed()) return document;
    document["duration_ms"] = result.ended - result.started;
    document["attempts"] = result.attempts;
    document["exit_code"] = result.end.exit_code ? Json(*result.end.exit_code) : Json(nullptr);
    if (result.end.signal != 0) document["signal"] = result.end.signal;
    if (result.end.timed_out) document["timed_out"] = true;
    document["user_ms"] = result.end.user_time.count();
    document["system_ms"] = result.end.system_time.count();
    document["peak_memory_bytes"] = result.end.peak_memory_bytes;
    if (!result.python.empty()) document["python"] = result.python;
    return document;
}

Json stages_document(const pipeline::RunSummary& summary, const pipeline::Lock& lock, const config::Project& project,
                     base::Db& db) {
    using pipeline::Outcome;
    std::map<std::string, const pipeline::StageResult*> happened;
    std::map<std::string, const pipeline::StageResult*> skipped;
    for (const pipeline::StageResult& result : summary.results) {
        // What did not happen says nothing about contents; the lock's entry does, when there is one.
        if (result.outcome == Outcome::not_started) continue;
        (result.outcome == Outcome::skipped ? skipped : happened)[result.stage->name] = &result;
    }
    std::map<std::string, Json> rows;
    for (const auto& [name, result] : happened) rows[name] = stage_document(*result);
    for (const auto& [name, entry] : lock.stages) {
        if (happened.contains(name)) continue;
        const base::Digest fingerprint = pipeline::fingerprint(entry.inputs);
        Json& row = rows[name] = entry_document(entry, fingerprint);
        row["status"] = pipeline::outcome_name(Outcome::skipped);
        const auto result = skipped.find(name);
        if (result == skipped.end()) continue;
        pipeline::Evidence evidence = result->second->evidence;
        if (!evidence.made_by) evidence.made_by = pipeline::find_maker(db, fingerprint);
        row["why"] = pipeline::why_skipped(evidence);
        row["evidence"] = pipeline::evidence_json(evidence);
    }
    for (const config::Stage& stage : project.stages) {
        if (const auto row = rows.find(stage.name); row != rows.end()) add_roles(stage, row->second);
    }
    // Appended as they are: looking for an equal key before each would cost the square of their number.
    Json::object_t stages;
    stages.reserve(rows.size());
    for (auto& [name, row] : rows) stages.push_back({name, std::move(row)});
    return stages;
}

}  // namespace mlp::cli

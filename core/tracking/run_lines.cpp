#include "core/tracking/run_lines.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/shorten.hpp"
#include "core/base/text.hpp"

namespace mlp::tracking {
namespace {

using base::Json;

[[noreturn]] void refuse(const Json& line, const char* key, std::string_view expected) {
    const auto found = line.find(key);
    std::string what = found == line.end() ? "nothing" : found->dump(-1, ' ', false, Json::error_handler_t::replace);
    what = base::printable(base::shortened(what, 80));
    throw Error(Kind::invalid, fmt::format("\"{}\" is {}, expected {}", key, what, expected));
}

template <class Pair>
Json pairs_json(const std::vector<Pair>& pairs) {
    Json list = Json::array();
    for (const Pair& pair : pairs) list.push_back({{"key", pair.key}, {"value", pair.value}});
    return list;
}

template <class Pair>
std::vector<Pair> pairs_field(const Json& line, const char* key) {
    const auto found = line.find(key);
    std::vector<Pair> pairs;
    if (found == line.end()) return pairs;
    if (!found->is_array()) refuse(line, key, "a list of {\"key\", \"value\"}");
    for (const Json& pair : *found) {
        if (!pair.is_object()) refuse(line, key, "a list of {\"key\", \"value\"}");
        pairs.push_back({text_field(pair, "key"), text_field(pair, "value")});
    }
    return pairs;
}

void put_if(Json& line, const char* key, const std::optional<std::string>& value) {
    if (value) line[key] = *value;
}

Lifecycle lifecycle_field(const Json& line) {
    const std::string text = text_field(line, "lifecycle_stage");
    if (text != "active" && text != "deleted") refuse(line, "lifecycle_stage", "\"active\" or \"deleted\"");
    return text == "active" ? Lifecycle::active : Lifecycle::deleted;
}

}  // namespace

std::string text_field(const Json& line, const char* key) {
    const auto found = line.find(key);
    if (found == line.end() || !found->is_string()) refuse(line, key, "a text");
    return found->get<std::string>();
}

std::optional<std::string> text_field_if(const Json& line, const char* key) {
    const auto found = line.find(key);
    if (found == line.end() || found->is_null()) return std::nullopt;
    return text_field(line, key);
}

std::int64_t integer_field(const Json& line, const char* key) {
    const auto found = line.find(key);
    if (found == line.end() || !found->is_number_integer() ||
        (found->is_number_unsigned() && found->get<std::uint64_t>() > INT64_MAX)) {
        refuse(line, key, "an integer");
    }
    return found->get<std::int64_t>();
}

Json line_of(std::string_view type, std::string_view run_id) {
    Json line{{"type", type}};
    if (!run_id.empty()) line["run_id"] = run_id;
    return line;
}

void put(Json& line, const Experiment& experiment) {
    line["name"] = experiment.name;
    line["experiment_id"] = experiment.id;
    line["artifact_location"] = experiment.artifact_location;
    line["lifecycle_stage"] = lifecycle_name(experiment.lifecycle);
    line["creation_time"] = experiment.creation_time;
    line["last_update_time"] = experiment.last_update_time;
    line["tags"] = pairs_json(experiment.tags);
}

void put(Json& line, const RunInfo& info, const std::string& experiment_name) {
    line["run_name"] = info.name;
    line["experiment"] = experiment_name;
    line["user_id"] = info.user_id;
    line["status"] = status_name(info.status);
    line["start_time"] = info.start_time;
    line["end_time"] = info.end_time ? Json(*info.end_time) : Json();
    line["artifact_uri"] = info.artifact_uri;
    line["lifecycle_stage"] = lifecycle_name(info.lifecycle);
}

void put(Json& line, const Metric& metric) {
    line["key"] = metric.key;
    line["value"] = base::number_json(metric.value);
    line["step"] = metric.step;
    line["timestamp"] = metric.timestamp;
    put_if(line, "model_id", metric.model_id);
    put_if(line, "dataset_name", metric.dataset_name);
    put_if(line, "dataset_digest", metric.dataset_digest);
}

void put(Json& line, const DatasetInput& input) {
    const Dataset& dataset = input.dataset;
    line["name"] = dataset.name;
    line["digest"] = dataset.digest;
    line["source_type"] = dataset.source_type;
    line["source"] = dataset.source;
    put_if(line, "schema", dataset.schema);
    put_if(line, "profile", dataset.profile);
    line["tags"] = pairs_json(input.tags);
}

void put(Json& line, const LoggedModel& model) {
    line["model_id"] = model.id;
    line["name"] = model.name;
    line["creation_time"] = model.creation_time;
    line["last_updated_time"] = model.last_updated_time;
    line["artifact_uri"] = model.artifact_uri;
    line["status"] = status_name(model.status);
    line["model_type"] = model.model_type;
    line["params"] = pairs_json(model.params);
    line["tags"] = pairs_json(model.tags);
}

void put(Json& line, const Artifact& artifact) {
    line["path"] = artifact.path;
    line["size"] = artifact.size;
    line["digest"] = artifact.digest;
}

Experiment read_experiment(const Json& line) {
    return {.id = text_field(line, "experiment_id"),
            .name = text_field(line, "name"),
            .artifact_location = text_field(line, "artifact_location"),
            .lifecycle = lifecycle_field(line),
            .creation_time = integer_field(line, "creation_time"),
            .last_update_time = integer_field(line, "last_update_time"),
            .tags = pairs_field<Tag>(line, "tags")};
}

RunInfo read_run(const Json& line) {
    RunInfo info{.id = text_field(line, "run_id"),
                 .name = text_field(line, "run_name"),
                 .experiment_id = text_field(line, "experiment"),
                 .user_id = text_field(line, "user_id"),
                 .start_time = integer_field(line, "start_time"),
                 .artifact_uri = text_field(line, "artifact_uri"),
                 .lifecycle = lifecycle_field(line)};
    const auto status = parse_status(text_field(line, "status"));
    if (!status) refuse(line, "status", "RUNNING, SCHEDULED, FINISHED, FAILED or KILLED");
    info.status = *status;
    const auto end = line.find("end_time");
    if (end != line.end() && !end->is_null()) info.end_time = integer_field(line, "end_time");
    return info;
}

Metric read_metric(const Json& line) {
    const auto value = line.find("value");
    const auto number = value == line.end() ? std::nullopt : base::number_from_json(*value);
    if (!number) refuse(line, "value", "a number, \"NaN\", \"Infinity\" or \"-Infinity\"");
    return {.key = text_field(line, "key"),
            .value = *number,
            .timestamp = integer_field(line, "timestamp"),
            .step = integer_field(line, "step"),
            .model_id = text_field_if(line, "model_id"),
            .dataset_name = text_field_if(line, "dataset_name"),
            .dataset_digest = text_field_if(line, "dataset_digest")};
}

DatasetInput read_input(const Json& line) {
    return {.dataset = {.name = text_field(line, "name"),
                        .digest = text_field(line, "digest"),
                        .source_type = text_field(line, "source_type"),
                        .source = text_field(line, "source"),
                        .schema = text_field_if(line, "schema"),
                        .profile = text_field_if(line, "profile")},
            .tags = pairs_field<Tag>(line, "tags")};
}

LoggedModel read_model(const Json& line) {
    LoggedModel model;
    model.id = text_field(line, "model_id");
    model.name = text_field(line, "name");
    model.creation_time = integer_field(line, "creation_time");
    model.last_updated_time = integer_field(line, "last_updated_time");
    model.artifact_uri = text_field(line, "artifact_uri");
    const auto status = parse_model_status(text_field(line, "status"));
    if (!status) refuse(line, "status", "PENDING, READY or UPLOAD_FAILED");
    model.status = *status;
    model.model_type = text_field(line, "model_type");
    model.source_run_id = text_field(line, "run_id");
    model.params = pairs_field<Param>(line, "params");
    model.tags = pairs_field<Tag>(line, "tags");
    return model;
}

Artifact read_artifact(const Json& line) {
    const std::int64_t size = integer_field(line, "size");
    if (size < 0) refuse(line, "size", "a number of bytes");
    return {.path = text_field(line, "path"),
            .size = static_cast<std::uint64_t>(size),
            .digest = text_field(line, "digest")};
}

}  // namespace mlp::tracking

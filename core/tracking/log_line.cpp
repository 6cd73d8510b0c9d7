#include "core/tracking/log_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "core/base/error.hpp"
#include "core/base/shorten.hpp"
#include "core/base/text.hpp"

namespace mlp::tracking {
namespace {

using base::Json;

const std::vector<std::string> known_keys{"metric", "metrics",   "param",    "params",       "tag",
                                          "tags",   "artifact",  "path",     "key",          "value",
                                          "step",   "timestamp", "model_id", "dataset_name", "dataset_digest"};

std::string shown(const Json& value) {
    return base::printable(base::shortened(value.dump(-1, ' ', false, Json::error_handler_t::replace), 80));
}

std::int64_t integer(const Json& line, const char* key, std::int64_t otherwise) {
    const auto found = line.find(key);
    if (found == line.end() || found->is_null()) return otherwise;
    const bool fits = !found->is_number_unsigned() || found->get<std::uint64_t>() <= INT64_MAX;
    if (!found->is_number_integer() || !fits) {
        throw Error(Kind::invalid, fmt::format("\"{}\" is {}, expected an integer", key, shown(*found)));
    }
    return found->get<std::int64_t>();
}

std::optional<std::string> text(const Json& line, const char* key) {
    const auto found = line.find(key);
    if (found == line.end() || found->is_null()) return std::nullopt;
    if (!found->is_string())
        throw Error(Kind::invalid, fmt::format("\"{}\" is {}, expected a text", key, shown(*found)));
    return found->get<std::string>();
}

double number(const std::string& key, const Json& value) {
    const auto found = base::number_from_json(value);
    if (found) return *found;
    throw Error(Kind::invalid, fmt::format("the metric \"{}\" is {}, expected a number", key, shown(value)))
        .hint("numbers that JSON does not have are written \"NaN\", \"Infinity\" and \"-Infinity\"");
}

/// The object under `one` or `several`; nullptr when neither is there.
const Json* object(const Json& line, const char* one, const char* several) {
    for (const char* key : {one, several}) {
        const auto found = line.find(key);
        if (found == line.end()) continue;
        if (!found->is_object()) {
            throw Error(Kind::invalid,
                        fmt::format("\"{}\" is {}, expected an object like {{\"key\": value}}", key, shown(*found)));
        }
        return &*found;
    }
    return nullptr;
}

template <class Pair>
void read_pairs(const Json& line, const char* one, const char* several, std::vector<Pair>& pairs) {
    const Json* found = object(line, one, several);
    if (found == nullptr) return;
    for (const auto& [key, value] : found->items()) {
        auto scalar = scalar_text(value);
        if (!scalar) {
            throw Error(Kind::invalid, fmt::format("the {} \"{}\" is {}, expected a text, number or truth value", one,
                                                   base::printable(key), shown(value)));
        }
        pairs.push_back({key, std::move(*scalar)});
    }
}

void check_keys(const Json& line) {
    for (const auto& [key, value] : line.items()) {
        if (std::find(known_keys.begin(), known_keys.end(), key) != known_keys.end()) continue;
        throw Error(Kind::invalid,
                    fmt::format("unknown key \"{}\"{}", base::printable(key), base::did_you_mean(key, known_keys)))
            .hint(
                "known are metric, param, tag, artifact, path, key, value, step, timestamp, model_id, dataset_name, "
                "dataset_digest");
    }
}

/// Python's json.dumps writes the numbers that JSON does not have as bare words; here they become the texts that
/// number() takes.
std::string with_quoted_constants(std::string_view line) {
    std::string result;
    bool in_text = false;
    for (std::size_t at = 0; at < line.size();) {
        const auto rest = line.substr(at);
        const auto starts = [&](std::string_view word) { return rest.starts_with(word); };
        std::size_t length = 1;
        if (in_text) {
            length = line[at] == '\\' && rest.size() > 1 ? 2 : 1;
        } else if (const std::size_t word = starts("NaN") ? 3 : starts("Infinity") ? 8 : starts("-Infinity") ? 9 : 0) {
            result += fmt::format("\"{}\"", line.substr(at, word));
            at += word;
            continue;
        }
        if (line[at] == '"') in_text = !in_text;
        result += line.substr(at, length);
        at += length;
    }
    return result;
}

}  // namespace

std::optional<std::string> scalar_text(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number_float()) return base::number_text(value.get<double>());
    if (value.is_number() || value.is_boolean() || value.is_null()) return value.dump();
    return std::nullopt;
}

LogLine parse_log_line(std::string_view line, Millis now, std::int64_t default_step) {
    const Json json = base::parse_json(with_quoted_constants(line), "");
    if (!json.is_object()) throw Error(Kind::invalid, fmt::format("found {}, expected a JSON object", shown(json)));
    check_keys(json);
    LogLine result;
    const Metric point{.timestamp = integer(json, "timestamp", now),
                       .step = integer(json, "step", default_step),
                       .model_id = text(json, "model_id"),
                       .dataset_name = text(json, "dataset_name"),
                       .dataset_digest = text(json, "dataset_digest")};
    const auto add = [&](const std::string& key, const Json& value) {
        result.batch.metrics.push_back(point);
        result.batch.metrics.back().key = key;
        result.batch.metrics.back().value = number(key, value);
    };
    if (const Json* metrics = object(json, "metric", "metrics")) {
        for (const auto& [key, value] : metrics->items()) add(key, value);
    }
    if (const auto key = text(json, "key")) {
        const auto value = json.find("value");
        if (value == json.end()) throw Error(Kind::invalid, "a point has a \"key\" and no \"value\"");
        add(*key, *value);
    }
    read_pairs(json, "param", "params", result.batch.params);
    read_pairs(json, "tag", "tags", result.batch.tags);
    if (const auto file = text(json, "artifact")) result.files.push_back({*file, text(json, "path").value_or("")});
    if (result.batch.empty() && result.files.empty()) {
        throw Error(Kind::invalid, fmt::format("found {}, which logs nothing", shown(json)))
            .hint(R"(a line is e.g. {"metric": {"acc": 0.9}, "step": 3} or {"param": {"lr": 0.1}})");
    }
    return result;
}

}  // namespace mlp::tracking

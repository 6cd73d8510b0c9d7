// Metrics files: what is in them under joined names.
#include <fmt/format.h>

#include "core/base/io.hpp"
#include "core/base/verbatim.hpp"
#include "core/config/document.hpp"
#include "core/config/param_file.hpp"
#include "core/config/project.hpp"

namespace mlp::config {

namespace {

std::optional<double> number_of(const Json& value) {
    if (value.is_number()) return value.get<double>();
    if (const auto words = base::verbatim_words(value)) return base::parse_number(*words);
    // NaN and the infinities arrive as these texts; other texts are texts, even "0.5".
    if (value.is_string() && (value == "NaN" || value == "Infinity" || value == "-Infinity")) {
        return base::number_from_json(value);
    }
    return std::nullopt;
}

void collect(const Json& map, const std::string& prefix, std::map<std::string, Json>& values) {
    for (const auto& [key, value] : map.items()) {
        if (value.is_object()) {
            collect(value, prefix + key + ".", values);
        } else if (const auto number = number_of(value)) {
            values[prefix + key] = value.is_number() ? value : base::number_json(*number);
        } else if (value.is_string() || value.is_boolean()) {
            values[prefix + key] = value;
        }
    }
}

}  // namespace

std::map<std::string, Json> read_metric_values(const std::filesystem::path& file) {
    const std::string text = base::read_file(file);
    const std::string name = file.string();
    const Json content = has_yaml_name(file) ? base::parse_yaml_or_throw(text, name).to_json()
                                             : parse_values(text, file, name);
    if (!content.is_object()) {
        throw Error(Kind::invalid, text.find_first_not_of(" \t\r\n") == std::string::npos
                                       ? "the metrics file is empty"
                                       : "the metrics file is not a map of names and numbers")
            .at(name)
            .hint("write for example {\"auc\": 0.91}");
    }
    std::map<std::string, Json> values;
    collect(content, "", values);
    return values;
}

std::map<std::string, double> read_metrics(const std::filesystem::path& file) {
    std::map<std::string, double> numbers;
    for (const auto& [key, value] : read_metric_values(file)) {
        if (const auto number = number_of(value)) numbers[key] = *number;
    }
    return numbers;
}

}  // namespace mlp::config

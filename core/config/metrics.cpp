// Metrics files: the numbers in them under joined names.
#include <fmt/format.h>

#include "core/base/io.hpp"
#include "core/config/document.hpp"
#include "core/config/project.hpp"

namespace mlp::config {

namespace {

std::optional<double> number_of(const Json& value) {
    if (value.is_number()) return value.get<double>();
    // NaN and the infinities arrive as these texts; other texts are texts, even "0.5".
    if (value.is_string() && (value == "NaN" || value == "Infinity" || value == "-Infinity")) {
        return base::number_from_json(value);
    }
    return std::nullopt;
}

void collect(const Json& map, const std::string& prefix, std::map<std::string, double>& numbers) {
    for (const auto& [key, value] : map.items()) {
        if (value.is_object()) {
            collect(value, prefix + key + ".", numbers);
        } else if (const auto number = number_of(value)) {
            numbers[prefix + key] = *number;
        }
    }
}

}  // namespace

std::map<std::string, double> read_metrics(const std::filesystem::path& file) {
    const std::string text = base::read_file(file);
    const std::string name = file.string();
    const Json values =
        has_json_name(file) ? parse_python_json(text, name) : base::parse_yaml_or_throw(text, name).to_json();
    if (!values.is_object()) {
        throw Error(Kind::invalid, text.find_first_not_of(" \t\r\n") == std::string::npos
                                       ? "the metrics file is empty"
                                       : "the metrics file is not a map of names and numbers")
            .at(name)
            .hint("write for example {\"auc\": 0.91}");
    }
    std::map<std::string, double> numbers;
    collect(values, "", numbers);
    return numbers;
}

}  // namespace mlp::config

// The only file that includes valijson, which is heavy to compile.
#include "core/config/schema_failure.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace mlp::config {

namespace {

using Rule = SchemaFailure::Rule;

/// Says that something below failed, which is in the list itself.
bool only_wraps(std::string_view description) {
    static constexpr std::array<std::string_view, 5> beginnings{
        "Failed to validate against schema associated", "Failed to validate against additional properties",
        "Failed to validate against a conditional", "Failed to validate against child schema",
        "Failed to validate item #"};
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](std::string_view b) { return description.starts_with(b); });
}

std::string between_last_quotes(const std::string& text) {
    const std::size_t first = text.find(": '") == std::string::npos ? text.find('\'') : text.find(": '") + 2;
    const std::size_t last = text.rfind('\'');
    return first == std::string::npos || last <= first ? "" : text.substr(first + 1, last - first - 1);
}

std::optional<SchemaFailure> failure_of(const valijson::ValidationResults::Error& error) {
    if (only_wraps(error.description)) return std::nullopt;
    SchemaFailure failure;
    // The first part is "<root>", the others stand in brackets.
    for (std::size_t i = 1; i < error.context.size(); ++i) {
        failure.path.push_back(error.context[i].substr(1, error.context[i].size() - 2));
    }
    if (error.description.starts_with("Object contains a property")) {
        failure.rule = Rule::unknown_key;
        failure.key = between_last_quotes(error.description);
    } else if (error.description.starts_with("Missing required property")) {
        failure.rule = Rule::missing_key;
        failure.key = between_last_quotes(error.description);
    } else if (error.description.starts_with("Value type not permitted") ||
               error.description.starts_with("Failed to validate against any")) {
        failure.rule = Rule::type;
    }
    return failure;
}

/// Alternatives that did not fit fail with a type error at the same place or above; the one that was meant says more.
bool is_explained(const SchemaFailure& failure, const std::vector<SchemaFailure>& all) {
    if (failure.rule != Rule::type) return false;
    return std::any_of(all.begin(), all.end(), [&](const SchemaFailure& other) {
        const bool below = other.path.size() >= failure.path.size() &&
                           std::equal(failure.path.begin(), failure.path.end(), other.path.begin());
        return below && (other.path.size() > failure.path.size() || other.rule != Rule::type);
    });
}

}  // namespace

std::vector<SchemaFailure> schema_failures(std::string_view schema_text, const base::Json& value) {
    const nlohmann::json schema_json = nlohmann::json::parse(schema_text);
    valijson::Schema schema;
    valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(schema_json), schema);
    const nlohmann::json document = value;
    valijson::ValidationResults results;
    valijson::Validator().validate(schema, valijson::adapters::NlohmannJsonAdapter(document), &results);

    std::vector<SchemaFailure> all;
    for (const auto& error : results) {
        auto failure = failure_of(error);
        if (failure && std::find(all.begin(), all.end(), *failure) == all.end()) all.push_back(std::move(*failure));
    }
    std::vector<SchemaFailure> told;
    for (const SchemaFailure& failure : all) {
        if (!is_explained(failure, all)) told.push_back(failure);
    }
    return told;
}

}  // namespace mlp::config

#include "core/config/contract.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>

#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/schema.hpp"

namespace mlp::config {

namespace {

constexpr std::array<std::string_view, 8> comparisons{
    "mustBe",         "mustNotBe",           "mustBeGreaterThan", "mustBeGreaterOrEqualTo",
    "mustBeLessThan", "mustBeLessOrEqualTo", "mustBeBetween",     "mustNotBeBetween"};

void check_rule(const Yaml& rule, bool on_column, Findings& findings) {
    const Yaml* metric = rule.find("metric");
    if (metric == nullptr || !metric->is_string()) return;
    std::vector<std::string> known(comparisons.begin(), comparisons.end());
    std::size_t count = 0;
    for (const Yaml::Entry& entry : rule.entries()) {
        const bool is_known = std::find(known.begin(), known.end(), entry.key) != known.end();
        if (is_known && ++count == 2) {
            findings.error(codes::exclusive_keys, entry.key_place,
                           fmt::format("the rule '{}' has a second comparison '{}'", metric->text(), entry.key),
                           "write two rules, each with one");
        } else if (!is_known && entry.key.starts_with("must")) {
            findings.error(codes::unknown_key, entry.key_place,
                           fmt::format("there is no comparison '{}'{}", base::printable(entry.key),
                                       base::did_you_mean(entry.key, known)),
                           fmt::format("comparisons are {}", fmt::join(known, ", ")));
            ++count;
        }
    }
    if (count == 0) {
        findings.error(codes::missing_key, rule.begin(), fmt::format("the rule '{}' has no comparison", metric->text()),
                       "one of mustBe, mustBeLessThan, mustBeBetween …");
    }
    if (on_column && metric->text() == "rowCount") {
        findings.error(codes::bad_value, metric->begin(), "rowCount is a rule for the whole table, not for a column",
                       "move it to quality: of the object");
    }
}

void check_rules(const Yaml& owner, bool on_column, Findings& findings) {
    const Yaml* quality = owner.find("quality");
    if (quality == nullptr) return;
    for (const Yaml& rule : quality->items()) check_rule(rule, on_column, findings);
}

void check_bounds(const Yaml& property, Findings& findings) {
    const Yaml* options = property.find("logicalTypeOptions");
    if (options == nullptr) return;
    const auto number = [&](std::string_view key) -> const Yaml* {
        const Yaml* value = options->find(key);
        const bool numeric =
            value != nullptr && (value->type() == Yaml::Type::integer || value->type() == Yaml::Type::real);
        return numeric ? value : nullptr;
    };
    for (const auto& [low_key, high_key] : {std::pair("minimum", "maximum"), std::pair("minLength", "maxLength")}) {
        const Yaml* low = number(low_key);
        const Yaml* high = number(high_key);
        if (low == nullptr || high == nullptr || low->as_real() <= high->as_real()) continue;
        findings.error(
            codes::bad_value, low->begin(),
            fmt::format("{} {} is above {} {}: no value can fit", low_key, low->text(), high_key, high->text()),
            "exchange the two");
    }
}

// The names that the standard has, beside those of the schema: mlp reads them over, and they are no slips of the pen.
constexpr std::array<std::string_view, 9> of_the_contract{"price",
                                                          "support",
                                                          "contractCreatedTs",
                                                          "slaDefaultElement",
                                                          "authoritativeDefinitions",
                                                          "relationships",
                                                          "dataProduct",
                                                          "schema",
                                                          "servers"};
constexpr std::array<std::string_view, 26> of_an_element{"id",
                                                         "description",
                                                         "businessName",
                                                         "authoritativeDefinitions",
                                                         "tags",
                                                         "customProperties",
                                                         "physicalName",
                                                         "physicalType",
                                                         "logicalType",
                                                         "dataGranularityDescription",
                                                         "relationships",
                                                         "partitioned",
                                                         "partitionKeyPosition",
                                                         "classification",
                                                         "encryptedName",
                                                         "transformSourceObjects",
                                                         "transformLogic",
                                                         "transformDescription",
                                                         "criticalDataElement",
                                                         "items",
                                                         "examples",
                                                         "required",
                                                         "unique",
                                                         "primaryKey",
                                                         "primaryKeyPosition",
                                                         "quality"};
constexpr std::array<std::string_view, 16> of_a_rule{
    "id",       "businessImpact", "method",           "scheduler",
    "schedule", "tags",           "customProperties", "authoritativeDefinitions",
    "rule",     "implementation", "validValues",      "column",
    "rules",    "dimension",      "severity",         "unit"};

/// A key that the standard has not, but one that differs from it in little more than its capitals.
void check_spelling(const Yaml& map, const Json& known_keys, std::span<const std::string_view> more,
                    std::string_view subject, Findings& findings) {
    std::vector<std::string> known(more.begin(), more.end());
    for (const auto& [key, rule] : known_keys.items()) known.push_back(key);
    for (const Yaml::Entry& entry : map.entries()) {
        if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
        if (entry.key.starts_with("must")) continue;  // comparisons were looked at
        const auto meant = base::nearest(entry.key, known);
        if (!meant || map.find(*meant) != nullptr) continue;
        findings.error(
            codes::unknown_key, entry.key_place,
            fmt::format("{} has no key '{}'. Did you mean '{}'?", subject, base::printable(entry.key), *meant),
            "keys of your own stand below customProperties");
    }
}

void check_element_spelling(const Yaml& element, const Json& definitions, std::string_view kind, Findings& findings) {
    check_spelling(element, definitions.at(kind).at("properties"), of_an_element,
                   kind == "object" ? "an object of the schema" : "a column", findings);
    if (const Yaml* quality = element.find("quality")) {
        for (const Yaml& rule : quality->items()) {
            check_spelling(rule, definitions.at("quality").at("properties"), of_a_rule, "a rule", findings);
        }
    }
    if (const Yaml* properties = element.find("properties")) {
        for (const Yaml& property : properties->items())
            check_element_spelling(property, definitions, "property", findings);
    }
}

void check_all_spelling(const Yaml& tree, Findings& findings) {
    const Json schema = base::parse_json(schema_text("odcs.schema.json"), "odcs.schema.json");
    check_spelling(tree, schema.at("properties"), of_the_contract, "the contract", findings);
    const Yaml* objects = tree.find("schema");
    if (objects == nullptr) return;
    for (const Yaml& object : objects->items())
        check_element_spelling(object, schema.at("definitions"), "object", findings);
}

void check_columns(const Yaml& object, Findings& findings) {
    const Yaml* properties = object.find("properties");
    if (properties == nullptr) return;
    std::map<std::string, Position> names;
    for (const Yaml& property : properties->items()) {
        check_rules(property, true, findings);
        check_bounds(property, findings);
        const Yaml* name = property.find("name");
        if (name == nullptr || !name->is_string()) continue;
        const auto [known, fresh] = names.emplace(name->text(), name->begin());
        if (fresh) continue;
        findings
            .error(codes::duplicate_name, name->begin(),
                   fmt::format("there are two columns '{}'", base::printable(name->text())),
                   fmt::format("the other one is at {}", known->second.to_string()))
            .related.push_back({known->second, "first declared here"});
    }
}

}  // namespace

void check_contract(const Document& document, Findings& findings) {
    const Yaml& tree = document.tree;
    if (!tree.is_map()) {
        findings.error(codes::wrong_type, {document.source.file(), 1, 1},
                       tree.is_null() ? "the contract is empty"
                                      : fmt::format("the contract is {}; a map is expected", tree.type_name()),
                       "it begins with\n  apiVersion: v3.1.0\n  kind: DataContract");
        return;
    }
    check_schema("odcs.schema.json", tree, "the contract", findings);
    check_all_spelling(tree, findings);
    const Yaml* objects = tree.find("schema");
    if (objects == nullptr) return;
    for (const Yaml& object : objects->items()) {
        check_rules(object, false, findings);
        check_columns(object, findings);
    }
}

}  // namespace mlp::config

#include "core/table/contract.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/json.hpp"
#include "core/base/yaml.hpp"
#include "core/config/contract.hpp"

namespace mlp::table {

namespace {

using base::Yaml;

struct BoundKey {
    std::string_view key;
    Bound::Op op;
    std::string_view words;
};
constexpr std::array<BoundKey, 8> bound_keys{{{"mustBe", Bound::Op::be, "exactly"},
                                              {"mustNotBe", Bound::Op::not_be, "not"},
                                              {"mustBeGreaterThan", Bound::Op::greater, "more than"},
                                              {"mustBeGreaterOrEqualTo", Bound::Op::greater_equal, "at least"},
                                              {"mustBeLessThan", Bound::Op::less, "less than"},
                                              {"mustBeLessOrEqualTo", Bound::Op::less_equal, "at most"},
                                              {"mustBeBetween", Bound::Op::between, "between"},
                                              {"mustNotBeBetween", Bound::Op::not_between, "not between"}}};

std::string text_of(const Yaml& map, std::string_view key) {
    const Yaml* value = map.find(key);
    return value == nullptr || !value->is_scalar() ? std::string() : value->text();
}

bool flag_of(const Yaml& map, std::string_view key) {
    const Yaml* value = map.find(key);
    return value != nullptr && value->type() == Yaml::Type::boolean && value->as_bool();
}

const std::vector<Yaml>& items_of(const Yaml& map, std::string_view key) {
    static const std::vector<Yaml> none;
    const Yaml* value = map.find(key);
    return value == nullptr ? none : value->items();
}

std::vector<std::string> texts_of(const Yaml& map, std::string_view key) {
    std::vector<std::string> found;
    for (const Yaml& item : items_of(map, key)) found.push_back(item.is_null() ? std::string() : item.text());
    return found;
}

bool is_number(const Yaml& value) { return value.type() == Yaml::Type::integer || value.type() == Yaml::Type::real; }

/// As DuckDB reads it: 0x10 of YAML is 16.
std::string limit_text(const Yaml& value) {
    if (value.type() == Yaml::Type::integer) return fmt::format("{}", value.as_integer());
    return value.type() == Yaml::Type::real ? base::number_text(value.as_real()) : value.text();
}

/// A side's limit; `exclusiveMinimum` is a limit of its own in v3.1 and a flag in v3.0.
std::optional<std::string> limit_of(const Yaml& options, std::string_view key, std::string_view exclusive_key,
                                    bool& exclusive) {
    const Yaml* own = options.find(exclusive_key);
    const bool is_flag = own != nullptr && own->type() == Yaml::Type::boolean;
    exclusive = own != nullptr && (!is_flag || own->as_bool());
    const Yaml* limit = own != nullptr && !is_flag ? own : options.find(key);
    return limit == nullptr ? std::nullopt : std::optional(limit_text(*limit));
}

std::optional<std::int64_t> length_of(const Yaml& options, std::string_view key) {
    const Yaml* value = options.find(key);
    if (value == nullptr || value->type() != Yaml::Type::integer) return std::nullopt;
    return value->as_integer();
}

double number_of(const Yaml& value) {
    if (value.type() == Yaml::Type::boolean) return value.as_bool() ? 1 : 0;
    return is_number(value) ? value.as_real() : 0;
}

std::optional<Bound> bound_of(const Yaml& rule) {
    for (const auto& row : bound_keys) {
        const Yaml* value = rule.find(row.key);
        if (value == nullptr) continue;
        if (value->items().size() == 2)
            return Bound{row.op, number_of(value->items()[0]), number_of(value->items()[1])};
        return Bound{row.op, number_of(*value), 0};
    }
    return std::nullopt;
}

Quality::Type type_of(const std::string& word, bool has_metric) {
    if (word == "sql") return Quality::Type::sql;
    if (word == "custom") return Quality::Type::custom;
    return word == "text" || (word.empty() && !has_metric) ? Quality::Type::text : Quality::Type::library;
}

Quality quality_of(const Yaml& node) {
    Quality quality;
    quality.place = node.begin();
    quality.name = text_of(node, "name");
    quality.metric = text_of(node, node.find("metric") != nullptr ? "metric" : "rule");  // as v3.0 called it
    quality.type = type_of(text_of(node, "type"), !quality.metric.empty());
    quality.query = text_of(node, "query");
    quality.percent = text_of(node, "unit") == "percent";
    quality.bound = bound_of(node);
    if (const Yaml* arguments = node.find("arguments")) {
        quality.values = texts_of(*arguments, quality.metric == "missingValues" ? "missingValues" : "validValues");
        quality.pattern = text_of(*arguments, "pattern");
        quality.properties = texts_of(*arguments, "properties");
    }
    return quality;
}

Property property_of(const Yaml& node) {
    Property property;
    property.place = node.begin();
    property.name = text_of(node, "name");
    property.logical_type = text_of(node, "logicalType");
    property.required = flag_of(node, "required");
    property.unique = flag_of(node, "unique");
    property.primary_key = flag_of(node, "primaryKey");
    if (const Yaml* options = node.find("logicalTypeOptions")) {
        property.minimum = limit_of(*options, "minimum", "exclusiveMinimum", property.exclusive_minimum);
        property.maximum = limit_of(*options, "maximum", "exclusiveMaximum", property.exclusive_maximum);
        property.min_length = length_of(*options, "minLength");
        property.max_length = length_of(*options, "maxLength");
        if (options->find("pattern") != nullptr) property.pattern = text_of(*options, "pattern");
    }
    for (const Yaml& rule : items_of(node, "quality")) property.quality.push_back(quality_of(rule));
    return property;
}

TableContract table_of(const Yaml& node) {
    TableContract table;
    table.place = node.begin();
    table.name = text_of(node, "name");
    table.physical_name = text_of(node, "physicalName");
    for (const Yaml& column : items_of(node, "properties")) table.properties.push_back(property_of(column));
    for (const Yaml& rule : items_of(node, "quality")) table.quality.push_back(quality_of(rule));
    return table;
}

/// Of a tree in which nothing is wrong.
Contract contract_of(const Yaml& root, const std::string& file) {
    Contract contract;
    contract.file = file;
    contract.id = text_of(root, "id");
    contract.version = text_of(root, "version");
    contract.status = text_of(root, "status");
    for (const Yaml& table : items_of(root, "schema")) contract.tables.push_back(table_of(table));
    return contract;
}

}  // namespace

bool Bound::holds(double value) const {
    switch (op) {
        case Op::be:
            return value == first;
        case Op::not_be:
            return value != first;
        case Op::greater:
            return value > first;
        case Op::greater_equal:
            return value >= first;
        case Op::less:
            return value < first;
        case Op::less_equal:
            return value <= first;
        case Op::between:
            return value >= first && value <= second;
        case Op::not_between:
            return value < first || value > second;
    }
    return false;
}

std::string Bound::to_string() const {
    const auto* row = std::find_if(bound_keys.begin(), bound_keys.end(),
                                   [&](const BoundKey& candidate) { return candidate.op == op; });
    if (op == Op::between || op == Op::not_between) {
        return fmt::format("{} {} and {}", row->words, base::number_text(first), base::number_text(second));
    }
    return fmt::format("{} {}", row->words, base::number_text(first));
}

const TableContract& Contract::table_for(std::string_view path) const {
    const auto file_name = std::filesystem::path(path).filename().native();
    for (const auto& table : tables) {
        for (const auto& name : {table.physical_name, table.name}) {
            if (name == path || name == file_name) return table;
        }
    }
    if (tables.size() == 1) return tables.front();
    throw Error(Kind::invalid, tables.empty()
                                   ? std::string("the contract has no table in 'schema'")
                                   : fmt::format("none of the contract's {} tables is for '{}'", tables.size(), path))
        .at(file)
        .hint("give the table a physicalName that equals the data set's path");
}

Contract read_contract(const std::filesystem::path& root, const std::string& name) {
    config::Findings findings;
    const auto document = config::read_contract(root, name, findings);
    std::vector<config::Finding> errors = findings.take();
    std::erase_if(errors, [](const config::Finding& f) { return f.severity != Problem::Severity::error; });
    if (document && errors.empty()) return contract_of(document->tree, name);
    if (errors.empty()) throw Error(Kind::missing, fmt::format("there is no contract '{}'", name));
    std::string message = errors.front().message;
    for (std::size_t i = 1; i < errors.size(); ++i)
        message += fmt::format("\n{}: {}", errors[i].place.to_string(), errors[i].message);
    throw Error(Kind::invalid, message)
        .at(errors.front().place.to_string())
        .hint(errors.front().hint)
        .code(errors.front().code);
}

}  // namespace mlp::table

#include "core/table/contract.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/io.hpp"
#include "core/base/json.hpp"
#include "core/base/text.hpp"
#include "core/base/yaml.hpp"

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

const std::vector<std::string>& library_metrics() {
    static const std::vector<std::string> names{"nullValues", "missingValues", "invalidValues", "duplicateValues",
                                                "rowCount"};
    return names;
}
const std::vector<std::string>& logical_types() {
    static const std::vector<std::string> names{"string",  "date",   "timestamp", "time",   "number",
                                                "integer", "object", "array",     "boolean"};
    return names;
}

/// Reads the tree and collects what is wrong with it.
class Reader {
public:
    explicit Reader(std::vector<Problem>& problems) : problems_(problems) {}

    Contract contract(const Yaml& root) {
        Contract contract;
        if (!root.is_map()) {
            wrong(root, fmt::format("a data contract is {}, a map was expected", root.type_name()));
            return contract;
        }
        contract.id = text(root, "id", true);
        contract.version = text(root, "version", true);
        contract.status = text(root, "status", true);
        text(root, "apiVersion", true);
        if (const auto kind = text(root, "kind", true); !kind.empty() && kind != "DataContract") {
            wrong(*root.find("kind"), fmt::format("kind is '{}', 'DataContract' was expected", kind));
        }
        for (const auto& item : list(root, "schema")) contract.tables.push_back(table(item));
        return contract;
    }

private:
    void wrong(const Yaml& node, std::string message, std::string hint = {}) {
        problems_.push_back({Problem::Severity::error, "MLP701", node.begin(), std::move(message), std::move(hint)});
    }

    std::string text(const Yaml& map, std::string_view key, bool required = false) {
        const Yaml* value = map.find(key);
        if (value == nullptr) {
            if (required) wrong(map, fmt::format("'{}' is missing", key));
            return {};
        }
        if (value->is_scalar() && !value->is_null()) return value->text();
        wrong(*value, fmt::format("'{}' is {}, a text was expected", key, value->type_name()));
        return {};
    }

    bool flag(const Yaml& map, std::string_view key) {
        const Yaml* value = map.find(key);
        if (value == nullptr) return false;
        if (value->type() == Yaml::Type::boolean) return value->as_bool();
        wrong(*value, fmt::format("'{}' is {}, true or false was expected", key, value->type_name()));
        return false;
    }

    const std::vector<Yaml>& list(const Yaml& map, std::string_view key) {
        static const std::vector<Yaml> none;
        const Yaml* value = map.find(key);
        if (value == nullptr) return none;
        if (!value->is_list()) wrong(*value, fmt::format("'{}' is {}, a list was expected", key, value->type_name()));
        return value->items();
    }

    std::vector<std::string> texts(const Yaml& map, std::string_view key) {
        std::vector<std::string> found;
        for (const auto& item : list(map, key)) {
            if (!item.is_scalar())
                wrong(item, fmt::format("an item of '{}' is {}, a scalar was expected", key, item.type_name()));
            found.push_back(item.is_null() ? std::string() : item.text());
        }
        return found;
    }

    std::optional<std::string> optional_text(const Yaml& map, std::string_view key) {
        if (map.find(key) == nullptr) return std::nullopt;
        return text(map, key);
    }

    std::optional<std::int64_t> length(const Yaml& map, std::string_view key) {
        const Yaml* value = map.find(key);
        if (value == nullptr) return std::nullopt;
        if (value->type() == Yaml::Type::integer && value->as_integer() >= 0) return value->as_integer();
        wrong(*value, fmt::format("'{}' is not a whole number of 0 or more", key));
        return std::nullopt;
    }

    TableContract table(const Yaml& node) {
        TableContract table;
        table.place = node.begin();
        table.name = text(node, "name", true);
        table.physical_name = text(node, "physicalName");
        for (const auto& item : list(node, "properties")) table.properties.push_back(property(item));
        for (const auto& item : list(node, "quality")) table.quality.push_back(quality(item, false));
        return table;
    }

    Property property(const Yaml& node) {
        Property property;
        property.place = node.begin();
        property.name = text(node, "name", true);
        property.logical_type = text(node, "logicalType");
        const auto& types = logical_types();
        if (!property.logical_type.empty() &&
            std::find(types.begin(), types.end(), property.logical_type) == types.end()) {
            wrong(*node.find("logicalType"),
                  fmt::format("'{}' is no logicalType{}", property.logical_type,
                              base::did_you_mean(property.logical_type, types)),
                  fmt::format("one of {}", fmt::join(types, ", ")));
        }
        property.required = flag(node, "required");
        property.unique = flag(node, "unique");
        property.primary_key = flag(node, "primaryKey");
        if (const Yaml* options = node.find("logicalTypeOptions")) read_options(*options, property);
        for (const auto& item : list(node, "quality")) property.quality.push_back(quality(item, true));
        return property;
    }

    void read_options(const Yaml& options, Property& property) {
        property.minimum = optional_text(options, "minimum");
        property.maximum = optional_text(options, "maximum");
        read_exclusive(options, "exclusiveMinimum", property.minimum, property.exclusive_minimum);
        read_exclusive(options, "exclusiveMaximum", property.maximum, property.exclusive_maximum);
        property.min_length = length(options, "minLength");
        property.max_length = length(options, "maxLength");
        property.pattern = optional_text(options, "pattern");
        const bool numeric = property.logical_type == "number" || property.logical_type == "integer";
        for (const auto& limit : {property.minimum, property.maximum}) {
            if (numeric && limit && !base::parse_number(*limit))
                wrong(options, fmt::format("the limit '{}' is not a number", *limit));
        }
    }

    /// `exclusiveMinimum` is a limit of its own in v3.1 and a flag in v3.0.
    void read_exclusive(const Yaml& options, std::string_view key, std::optional<std::string>& limit, bool& exclusive) {
        const Yaml* value = options.find(key);
        if (value == nullptr) return;
        exclusive = value->type() != Yaml::Type::boolean || value->as_bool();
        if (value->type() != Yaml::Type::boolean) limit = text(options, key);
    }

    Quality quality(const Yaml& node, bool on_property) {
        Quality quality;
        quality.place = node.begin();
        quality.name = text(node, "name");
        // v3.0 called the metric `rule`.
        quality.metric = node.find("metric") != nullptr ? text(node, "metric") : text(node, "rule");
        const auto type = text(node, "type");
        quality.type = type == "sql"                                                ? Quality::Type::sql
                       : type == "custom"                                           ? Quality::Type::custom
                       : type == "text" || (type.empty() && quality.metric.empty()) ? Quality::Type::text
                                                                                    : Quality::Type::library;
        quality.query = text(node, "query", quality.type == Quality::Type::sql);
        quality.percent = text(node, "unit") == "percent";
        read_bound(node, quality);
        if (const Yaml* arguments = node.find("arguments")) {
            quality.values =
                texts(*arguments, arguments->find("validValues") != nullptr ? "validValues" : "missingValues");
            quality.pattern = text(*arguments, "pattern");
            quality.properties = texts(*arguments, "properties");
        }
        if (quality.type == Quality::Type::library) check_metric(node, quality, on_property);
        return quality;
    }

    void read_bound(const Yaml& node, Quality& quality) {
        for (const auto& row : bound_keys) {
            const Yaml* value = node.find(row.key);
            if (value == nullptr) continue;
            if (quality.bound) wrong(*value, "a quality rule has exactly one mustBe…");
            quality.bound = bound(*value, row);
        }
        const bool needs_one = quality.type == Quality::Type::library || quality.type == Quality::Type::sql;
        if (needs_one && !quality.bound)
            wrong(node, "a quality rule needs a mustBe…", "for instance `mustBeLessThan: 5`");
    }

    Bound bound(const Yaml& value, const BoundKey& row) {
        Bound bound{row.op, 0, 0};
        const bool pair = row.op == Bound::Op::between || row.op == Bound::Op::not_between;
        const auto number = [&](const Yaml& node) {
            const auto parsed = node.is_scalar() ? base::parse_number(node.text()) : std::nullopt;
            if (!parsed)
                wrong(node, fmt::format("'{}' takes {}", row.key, pair ? "a list of two numbers" : "a number"));
            return parsed.value_or(0);
        };
        if (!pair) {
            bound.first = number(value);
        } else if (value.items().size() != 2) {
            wrong(value, fmt::format("'{}' takes a list of two numbers", row.key));
        } else {
            bound.first = number(value.items()[0]);
            bound.second = number(value.items()[1]);
        }
        return bound;
    }

    void check_metric(const Yaml& node, const Quality& quality, bool on_property) {
        const auto& known = library_metrics();
        if (std::find(known.begin(), known.end(), quality.metric) == known.end()) {
            wrong(node,
                  fmt::format("'{}' is no metric of the library{}", quality.metric,
                              base::did_you_mean(quality.metric, known)),
                  fmt::format("one of {}", fmt::join(known, ", ")));
        } else if (quality.metric == "rowCount" && on_property) {
            wrong(node, "rowCount belongs to a table, not to a property");
        } else if (quality.metric != "rowCount" && quality.metric != "duplicateValues" && !on_property) {
            wrong(node, fmt::format("{} belongs to a property, not to a table", quality.metric));
        } else if (quality.metric == "invalidValues" && quality.values.empty() && quality.pattern.empty()) {
            wrong(node, "invalidValues needs arguments: validValues or pattern");
        }
    }

    std::vector<Problem>& problems_;
};

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

Contract read_contract(const std::filesystem::path& file, std::string_view shown_name) {
    std::vector<Problem> problems;
    const auto root = base::parse_yaml(base::read_file(file), shown_name, problems);
    Contract contract;
    if (problems.empty()) contract = Reader(problems).contract(root);
    contract.file = shown_name;
    if (problems.empty()) return contract;
    std::string message = problems.front().message;
    for (std::size_t i = 1; i < problems.size(); ++i)
        message += fmt::format("\n{}: {}", problems[i].place.to_string(), problems[i].message);
    throw Error(Kind::invalid, message).at(problems.front().place.to_string()).hint(problems.front().hint);
}

}  // namespace mlp::table

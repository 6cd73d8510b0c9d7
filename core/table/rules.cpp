#include "core/table/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/json.hpp"
#include "core/table/duckdb.hpp"

namespace mlp::table {

namespace {

constexpr Bound none_allowed{Bound::Op::be, 0, 0};

std::string list_of(const std::vector<std::string>& values) {
    std::vector<std::string> quoted;
    for (const auto& value : values) quoted.push_back(quoted_literal(value));
    return fmt::format("{}", fmt::join(quoted, ", "));
}

/// SQL that is true for a row that breaks the declared type. `text` is the value as text.
std::string type_condition(const Property& property, const std::string& text, bool typed) {
    const auto& type = property.logical_type;
    if (type == "integer") {
        if (!typed) return fmt::format("NOT regexp_full_match(trim({}), '[+-]?[0-9]+')", text);
        return fmt::format("coalesce(TRY_CAST({0} AS DOUBLE) <> trunc(TRY_CAST({0} AS DOUBLE)), true)", text);
    }
    // coalesce: what cannot be cast is NULL, which would count as neither right nor wrong.
    if (type == "number") return fmt::format("NOT coalesce(isfinite(TRY_CAST({} AS DOUBLE)), false)", text);
    if (type == "date") return fmt::format("TRY_CAST({} AS DATE) IS NULL", text);
    if (type == "timestamp")
        return fmt::format("TRY_CAST({0} AS TIMESTAMP) IS NULL AND TRY_CAST({0} AS TIMESTAMPTZ) IS NULL", text);
    if (type == "time") return fmt::format("TRY_CAST({} AS TIME) IS NULL", text);
    if (type == "boolean")
        return fmt::format("lower(trim({})) NOT IN ('true', 'false', 't', 'f', 'yes', 'no', '1', '0')", text);
    return {};
}

std::string type_words(const std::string& type) {
    if (type == "integer") return "a whole number";
    if (type == "boolean") return "true or false";
    return "a " + type;
}

/// Collects the rules of one property.
class PropertyRules {
public:
    PropertyRules(const Property& property, bool typed, std::vector<Rule>& rules)
        : property_(property),
          column_(quoted_identifier(property.name)),
          text_(fmt::format("CAST({} AS VARCHAR)", column_)),
          typed_(typed),
          rules_(rules) {}

    void add_all() {
        if (property_.required || property_.primary_key)
            add("required", text_ + " IS NULL", "a value in every row", false);
        if (const auto wrong = type_condition(property_, text_, typed_); !wrong.empty()) {
            add("type", wrong, type_words(property_.logical_type));
        }
        if (property_.minimum)
            add_limit("minimum", *property_.minimum, property_.exclusive_minimum ? "<=" : "<",
                      property_.exclusive_minimum ? "more than" : "at least");
        if (property_.maximum)
            add_limit("maximum", *property_.maximum, property_.exclusive_maximum ? ">=" : ">",
                      property_.exclusive_maximum ? "less than" : "at most");
        if (property_.min_length) {
            add("minLength", fmt::format("length({}) < {}", text_, *property_.min_length),
                fmt::format("at least {} characters", *property_.min_length));
        }
        if (property_.max_length) {
            add("maxLength", fmt::format("length({}) > {}", text_, *property_.max_length),
                fmt::format("at most {} characters", *property_.max_length));
        }
        if (property_.pattern) {
            add("pattern", fmt::format("NOT regexp_matches({}, {})", text_, quoted_literal(*property_.pattern)),
                "a match of " + *property_.pattern);
        }
        if (property_.unique) add_duplicates("unique", none_allowed, "no value twice");
        for (const auto& quality : property_.quality) add_quality(quality);
    }

private:
    void add(std::string name, const std::string& bad_row, std::string expected, bool only_values = true) {
        const auto condition =
            only_values ? fmt::format("({} IS NOT NULL AND ({}))", text_, bad_row) : fmt::format("({})", bad_row);
        rules_.push_back({property_.name, std::move(name), "", fmt::format("count(*) FILTER (WHERE {})", condition),
                          condition, std::move(expected), none_allowed, false, property_.place});
    }

    void add_limit(std::string name, const std::string& limit, std::string_view comparison, std::string_view words) {
        const auto& type = property_.logical_type;
        const bool is_day = type == "date" || type == "timestamp";
        const auto sql_type = is_day ? "TIMESTAMP" : type == "time" ? "TIME" : "DOUBLE";
        add(std::move(name),
            fmt::format("TRY_CAST({} AS {}) {} CAST({} AS {})", text_, sql_type, comparison, quoted_literal(limit),
                        sql_type),
            fmt::format("{} {}", words, limit));
    }

    Rule& add_duplicates(std::string name, const Bound& bound, std::string expected) {
        rules_.push_back({property_.name, std::move(name), "", fmt::format("count({0}) - count(DISTINCT {0})", column_),
                          fmt::format("{0} IN (SELECT {0} FROM data GROUP BY {0} HAVING count(*) > 1)", column_),
                          std::move(expected), bound, false, property_.place});
        return rules_.back();
    }

    void add_quality(const Quality& quality) {
        if (quality.type != Quality::Type::library) return;
        const auto expected = quality.bound->to_string() + (quality.percent ? " percent" : "");
        if (quality.metric == "duplicateValues") {
            finish(add_duplicates(quality.metric, *quality.bound, expected), quality);
            return;
        }
        std::string bad;
        if (quality.metric == "nullValues") bad = text_ + " IS NULL";
        if (quality.metric == "missingValues") {
            bad = fmt::format("{0} IS NULL OR {0} IN ({1})", text_,
                              list_of(quality.values.empty() ? std::vector<std::string>{""} : quality.values));
        }
        if (quality.metric == "invalidValues") bad = invalid_condition(quality);
        add(quality.metric, bad, expected, false);
        finish(rules_.back(), quality);
    }

    std::string invalid_condition(const Quality& quality) const {
        std::string bad = "false";
        if (!quality.values.empty())
            bad += fmt::format(" OR {} NOT IN ({})", value_text(quality), list_of(quality.values));
        if (!quality.pattern.empty())
            bad += fmt::format(" OR NOT regexp_matches({}, {})", text_, quoted_literal(quality.pattern));
        return fmt::format("{} IS NOT NULL AND ({})", text_, bad);
    }

    /// Valid values of a number may be written in another way in the file ("1.0" for 1): such columns are compared as
    /// numbers.
    std::string value_text(const Quality& quality) const {
        const bool numeric = property_.logical_type == "number" || property_.logical_type == "integer";
        const bool all_numbers = std::all_of(quality.values.begin(), quality.values.end(),
                                             [](const std::string& v) { return base::parse_number(v).has_value(); });
        return numeric && all_numbers
                   ? fmt::format("CASE WHEN TRY_CAST({0} AS DOUBLE) IN ({1}) THEN {2} ELSE {0} END", text_,
                                 fmt::join(quality.values, ", "), quoted_literal(quality.values.front()))
                   : text_;
    }

    static void finish(Rule& rule, const Quality& quality) {
        rule.label = quality.name;
        rule.bound = *quality.bound;
        rule.percent = quality.percent;
        rule.place = quality.place;
    }

    const Property& property_;
    std::string column_;
    std::string text_;
    bool typed_;
    std::vector<Rule>& rules_;
};

std::string tuple_of(const std::vector<std::string>& columns) {
    std::vector<std::string> quoted;
    for (const auto& column : columns) quoted.push_back(quoted_identifier(column));
    return fmt::format("({})", fmt::join(quoted, ", "));
}

void add_table_quality(const Quality& quality, std::vector<Rule>& rules) {
    if (quality.type != Quality::Type::library) return;
    const auto expected = quality.bound->to_string() + (quality.percent ? " percent" : "");
    std::string value = "count(*)";
    if (quality.metric == "duplicateValues") {
        value = quality.properties.empty() ? "count(*) - count(DISTINCT data)"
                                           : fmt::format("count(*) - count(DISTINCT {})", tuple_of(quality.properties));
    }
    rules.push_back(
        {"", quality.metric, quality.name, value, "", expected, *quality.bound, quality.percent, quality.place});
}

}  // namespace

std::vector<Rule> rules_of(const TableContract& table, const std::vector<std::string>& present_columns, bool typed) {
    std::vector<Rule> rules;
    std::vector<std::string> key;
    for (const auto& property : table.properties) {
        if (std::find(present_columns.begin(), present_columns.end(), property.name) == present_columns.end()) continue;
        PropertyRules(property, typed, rules).add_all();
        if (property.primary_key) key.push_back(property.name);
    }
    if (!key.empty()) {
        rules.push_back({fmt::format("{}", fmt::join(key, ", ")), "primaryKey", "",
                         fmt::format("count(*) - count(DISTINCT {})", tuple_of(key)), "", "no key twice", none_allowed,
                         false, table.place});
    }
    for (const auto& quality : table.quality) add_table_quality(quality, rules);
    return rules;
}

}  // namespace mlp::table

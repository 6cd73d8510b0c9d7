// One comparison, one order: from names to SQL.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/tracking/search.hpp"
#include "core/tracking/tokens.hpp"

namespace mlp::tracking {
namespace {

constexpr std::size_t longest_pattern = 8000;
/// Up to this many rows a condition is answered from its own index; above, row by row in the order of the search.
constexpr std::size_t few_rows = 4000;

[[noreturn]] void refuse(const Comparison& comparison, std::string message) {
    throw filter_error(std::move(message), "filter", comparison.position);
}

std::string name_of(const Comparison& comparison) {
    return comparison.entity == Entity::attribute
               ? fmt::format("'{}'", base::printable(comparison.key))
               : fmt::format("{}.'{}'", entity_name(comparison.entity), base::printable(comparison.key));
}

/// Attribute names are looked up without case, and with '_' where people write a space.
std::string normal_name(std::string_view name) {
    std::string normal(name);
    for (char& c : normal) c = c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return normal;
}

const Attribute* find_attribute(const Searched& searched, std::string_view name) {
    const std::string wanted = normal_name(name);
    const auto found = std::find_if(searched.attributes.begin(), searched.attributes.end(),
                                    [&](const Attribute& attribute) { return attribute.name == wanted; });
    return found == searched.attributes.end() ? nullptr : &*found;
}

std::string unknown_attribute(const Searched& searched, std::string_view name) {
    std::vector<std::string> names;
    std::string list;
    for (const Attribute& attribute : searched.attributes) {
        names.emplace_back(attribute.name);
        list += (list.empty() ? "" : ", ") + names.back();
    }
    const std::string suggestion = base::did_you_mean(normal_name(name), names);
    return fmt::format(
        "{} have no attribute '{}'{}", searched.noun, base::printable(name),
        suggestion.empty() ? fmt::format(": {}; metrics., params. or tags. go before other names", list) : suggestion);
}

/// LIKE is case-sensitive in this language, so it becomes GLOB, whose own wildcards are put into brackets.
std::string glob_of(std::string_view like) {
    std::string glob;
    for (const char c : like) {
        if (c == '%') {
            glob += '*';
        } else if (c == '_') {
            glob += '?';
        } else if (c == '*' || c == '?' || c == '[') {
            glob += fmt::format("[{}]", c);
        } else {
            glob += c;
        }
    }
    return glob;
}

std::string text_value(const Comparison& comparison) {
    const auto* text = std::get_if<std::string>(&comparison.value);
    if (text == nullptr) {
        refuse(comparison, fmt::format("{} is a text: compare it with a text in quotes", name_of(comparison)));
    }
    return *text;
}

/// `column <op> ?` for texts.
Bound text_condition(const Comparison& comparison, std::string_view column, bool lists, bool upper = false) {
    const auto prepared = [&](std::string text) {
        if (upper)
            std::transform(text.begin(), text.end(), text.begin(),
                           [](unsigned char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c); });
        return text;
    };
    switch (comparison.op) {
        case Operator::equal:
        case Operator::not_equal:
            return {fmt::format("{} {} ?", column, comparison.op == Operator::equal ? "=" : "<>"),
                    {prepared(text_value(comparison))}};
        case Operator::like:
        case Operator::ilike: {
            const std::string pattern = text_value(comparison);
            if (pattern.size() > longest_pattern) {
                refuse(comparison, fmt::format("a pattern may have at most {} bytes, this one has {}", longest_pattern,
                                               pattern.size()));
            }
            if (comparison.op == Operator::like) return {fmt::format("{} GLOB ?", column), {glob_of(pattern)}};
            return {fmt::format("{} LIKE ?", column), {pattern}};
        }
        case Operator::in:
        case Operator::not_in:
            if (lists) {
                Bound bound{fmt::format("{} {} (", column, operator_text(comparison.op)), {}};
                for (const std::string& text : comparison.list) {
                    bound.add(bound.values.empty() ? "?" : ", ?").values.emplace_back(prepared(text));
                }
                return bound.add(")");
            }
            [[fallthrough]];
        default:
            refuse(comparison, fmt::format("{} does not take {}: = != LIKE ILIKE{} do", name_of(comparison),
                                           operator_text(comparison.op), lists ? " IN, NOT IN" : ""));
    }
}

Cell number_value(const Comparison& comparison) {
    if (!is_ordering(comparison.op)) {
        refuse(comparison, fmt::format("{} is a number and does not take {}: = != > >= < <= do", name_of(comparison),
                                       operator_text(comparison.op)));
    }
    if (const auto* integer = std::get_if<std::int64_t>(&comparison.value)) return *integer;
    if (const auto* number = std::get_if<double>(&comparison.value)) return *number;
    refuse(comparison, fmt::format("{} is a number: compare it with one, without quotes", name_of(comparison)));
}

/// What must hold for a row of the table behind params, tags or metrics.
Bound value_condition(const Comparison& comparison) {
    if (comparison.entity != Entity::metric) return text_condition(comparison, "value", false);
    const Cell number = number_value(comparison);
    // NaN (special 1) differs from everything and is neither above nor below anything.
    if (comparison.op == Operator::not_equal) return {"(special = 1 OR value <> ?)", {number}};
    return {fmt::format("value {} ? AND special <> 1", operator_text(comparison.op)), {number}};
}

/// The rows that fulfil a condition of their own table; nothing when they are many.
std::optional<std::vector<std::int64_t>> few(base::Db& db, Bound select) {
    base::Statement statement = prepare(db, select.add(fmt::format(" LIMIT {}", few_rows + 1)));
    std::vector<std::int64_t> rows;
    while (const auto row = statement.step()) {
        if (rows.size() == few_rows) return std::nullopt;
        rows.push_back(row->get<std::int64_t>(0));
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

Condition attribute_condition(base::Db& db, const Searched& searched, const Comparison& comparison) {
    const Attribute* attribute = find_attribute(searched, comparison.key);
    if (attribute == nullptr) refuse(comparison, unknown_attribute(searched, comparison.key));
    if (attribute->type == Attribute::Type::number) {
        return {
            .sql = {fmt::format("{} {} ?", attribute->sql, operator_text(comparison.op)), {number_value(comparison)}}};
    }
    Bound condition =
        text_condition(comparison, attribute->sql, attribute->type == Attribute::Type::id, attribute->upper);
    if (attribute->indexed && (comparison.op == Operator::equal || comparison.op == Operator::in)) {
        Bound rows{fmt::format("SELECT it.{} FROM {} AS it WHERE ", searched.row, searched.table), {}};
        if (auto found = few(db, rows.add(condition))) return {.sql = {}, .rows = std::move(found)};
    }
    return {.sql = std::move(condition)};
}

std::string_view table_of(const Searched& searched, Entity entity) {
    switch (entity) {
        case Entity::metric:
            return searched.metrics;
        case Entity::param:
            return searched.params;
        case Entity::tag:
            return searched.tags;
        default:
            return {};
    }
}

Condition keyed_condition(base::Db& db, const Searched& searched, const Comparison& comparison) {
    const std::string_view table = table_of(searched, comparison.entity);
    if (table.empty()) refuse(comparison, fmt::format("{} have no {}", searched.noun, entity_name(comparison.entity)));
    const std::string of_this =
        fmt::format("SELECT 1 FROM {} AS s WHERE s.{} = it.{} AND s.key = ?", table, searched.row, searched.row);
    const bool null = comparison.op == Operator::is_null;
    if (comparison.entity != Entity::metric && (null || comparison.op == Operator::is_not_null)) {
        return {.sql = {fmt::format("{}EXISTS ({})", null ? "NOT " : "", of_this), {comparison.key}}};
    }
    const Bound value = value_condition(comparison);
    Bound rows{fmt::format("SELECT {} FROM {} WHERE key = ? AND ", searched.row, table), {comparison.key}};
    if (auto found = few(db, rows.add(value))) return {.sql = {}, .rows = std::move(found)};
    return {.sql = Bound{fmt::format("EXISTS ({} AND ", of_this), {comparison.key}}.add(value).add(")")};
}

Bound dataset_condition(const Searched& searched, const Comparison& comparison) {
    if (!searched.datasets) refuse(comparison, fmt::format("{} have no datasets", searched.noun));
    const std::string key = normal_name(comparison.key);
    Bound bound{"EXISTS (SELECT 1 FROM inputs JOIN datasets USING (dataset)", {}};
    if (key == "context") {
        bound
            .add(
                " JOIN input_tags USING (input) WHERE inputs.run = it.run AND input_tags.key = 'mlflow.data.context' "
                "AND ")
            .add(text_condition(comparison, "input_tags.value", true));
    } else if (key == "name" || key == "digest") {
        bound.add(" WHERE inputs.run = it.run AND ").add(text_condition(comparison, "datasets." + key, true));
    } else {
        refuse(comparison, fmt::format("datasets have no '{}': name, digest and context are known",
                                       base::printable(comparison.key)));
    }
    return bound.add(")");
}

[[noreturn]] void refuse_order(std::string_view item, std::string message) {
    throw Error(Kind::usage, std::move(message))
        .at(fmt::format("order_by '{}'", base::printable(item)))
        .hint("e.g. \"metrics.acc DESC\", \"params.lr\", \"start_time\"");
}

/// Adds the columns of one field and gives the join that they need. Values that are missing come last in both
/// directions; a metric that is NaN just before them.
Bound add_field(const Searched& searched, std::string_view item, const OrderTerm& term, std::size_t index,
                Order& order) {
    if (term.field.entity == Entity::attribute) {
        const Attribute* attribute = find_attribute(searched, term.field.key);
        if (attribute == nullptr) refuse_order(item, unknown_attribute(searched, term.field.key));
        if (attribute->nullable)
            order.columns.push_back({fmt::format("({} IS NULL)", attribute->sql), false, CellType::integer});
        order.columns.push_back(
            {attribute->nullable ? fmt::format("coalesce({}, 0)", attribute->sql) : std::string(attribute->sql),
             term.descending, attribute->type == Attribute::Type::number ? CellType::integer : CellType::text});
        return {};
    }
    const bool metric = term.field.entity == Entity::metric;
    const std::string_view table = table_of(searched, term.field.entity);
    if (table.empty())
        refuse_order(item, fmt::format("{} cannot be ordered by {}", searched.noun, entity_name(term.field.entity)));
    const std::string alias = fmt::format("o{}", index);
    order.columns.push_back({metric ? fmt::format("CASE WHEN {0}.key IS NULL THEN 2 ELSE {0}.special = 1 END", alias)
                                    : fmt::format("({}.key IS NULL)", alias),
                             false, CellType::integer});
    order.columns.push_back({fmt::format("coalesce({}.value, {})", alias, metric ? "0.0" : "''"), term.descending,
                             metric ? CellType::real : CellType::text});
    return {fmt::format(" LEFT JOIN {0} AS {1} ON {1}.{2} = it.{2} AND {1}.key = ?", table, alias, searched.row),
            {term.field.key}};
}

/// The index by (key, value) of the first field's table as the place to begin.
Order::Lead lead_of(const Searched& searched, const Field& field, const Order& order, const Bound& other_joins) {
    const bool metric = field.entity == Entity::metric;
    Order::Lead lead;
    lead.from = {fmt::format(" FROM {0} AS o1 CROSS JOIN {1} AS it ON it.{2} = o1.{2}",
                             table_of(searched, field.entity), searched.table, searched.row),
                 {}};
    lead.from.add(other_joins);
    lead.where = {metric ? "o1.key = ? AND o1.special <> 1" : "o1.key = ?", {field.key}};
    lead.columns = order.columns;
    lead.columns[0].sql = "0";
    lead.columns[1].sql = "o1.value";
    return lead;
}

}  // namespace

Condition compile(base::Db& db, const Searched& searched, const Comparison& comparison) {
    switch (comparison.entity) {
        case Entity::attribute:
            return attribute_condition(db, searched, comparison);
        case Entity::dataset:
            return {.sql = dataset_condition(searched, comparison)};
        default:
            return keyed_condition(db, searched, comparison);
    }
}

Order compile_order(const Searched& searched, const std::vector<std::string>& order_by) {
    Order order;
    std::vector<Field> seen;
    Bound other_joins;  // all but the first
    for (const std::string& item : order_by) {
        OrderTerm term = parse_order(item);
        if (term.field.entity == Entity::attribute) term.field.key = normal_name(term.field.key);
        if (std::find(seen.begin(), seen.end(), term.field) != seen.end())
            refuse_order(item, "the same field is given twice");
        seen.push_back(term.field);
        if (seen.size() > 10) refuse_order(item, "more than 10 fields to order by");
        Bound join = add_field(searched, item, term, seen.size(), order);
        if (seen.size() > 1) other_joins.add(join);
        order.joins.add(join);
    }
    order.columns.insert(order.columns.end(), searched.last_order.begin(), searched.last_order.end());
    if (!seen.empty() && seen[0].entity != Entity::attribute)
        order.lead = lead_of(searched, seen[0], order, other_joins);
    return order;
}

}  // namespace mlp::tracking

// MLflow's filter language, read: comparisons joined by AND. What the names mean is decided where they are compiled
// (search.hpp).
//
//   filter     = [ comparison { "AND" comparison } ]
//   comparison = left ( operator value | "IN" list | "NOT IN" list | "IS NULL" | "IS NOT NULL" )
//   left       = [ kind "." ] key
//   kind       = metric(s), param(s), parameter(s), tag(s), attribute(s), attr, run, dataset(s), model
//   key        = bare word (dots, '/', '-' and ':' are free) | "quoted" | `quoted` | 'quoted' behind a kind
//   operator   = "=" | "!=" | "<>" | ">" | ">=" | "<" | "<=" | "LIKE" | "ILIKE"
//   list       = "(" text { "," text } ")"
//   value      = number | text
//   text       = 'text' | "text", in which a doubled quote is one
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mlp::tracking {

enum class Entity { attribute, metric, param, tag, dataset };
enum class Operator {
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    like,
    ilike,
    in,
    not_in,
    is_null,
    is_not_null
};

std::string_view entity_name(Entity entity);  ///< "metrics" …
std::string_view operator_text(Operator op);  ///< "=" …
bool is_ordering(Operator op);                ///< = != < <= > >=

using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

struct Comparison {
    Entity entity = Entity::attribute;
    std::string key = {};
    Operator op = Operator::equal;
    Value value = {};                    ///< nothing for IS NULL, IS NOT NULL, IN and NOT IN
    std::vector<std::string> list = {};  ///< of IN and NOT IN
    std::size_t position = 0;            ///< where the left side begins, in bytes
};

/// @throws Error{usage} at "filter, character N" with what was expected. An empty or blank text has no comparisons.
std::vector<Comparison> parse_filter(std::string_view text);

/// The left side alone, as `order_by` has it.
struct Field {
    Entity entity = Entity::attribute;
    std::string key = {};
    bool operator==(const Field&) const = default;
};
struct OrderTerm {
    Field field = {};
    bool descending = false;
};
/// One item of order_by: "metrics.acc DESC". @throws Error{usage} at "order_by".
OrderTerm parse_order(std::string_view text);

}  // namespace mlp::tracking

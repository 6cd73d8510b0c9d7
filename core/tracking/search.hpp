// Searching: filter and order compiled to one SELECT with bound values, read page by page from where the last one
// ended.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/sqlite.hpp"
#include "core/tracking/filter.hpp"
#include "core/tracking/page_token.hpp"
#include "core/tracking/store.hpp"

namespace mlp::tracking {

enum class CellType { integer, real, text };

/// A column of ORDER BY. It is never NULL: a rank before it tells what is missing.
struct OrderColumn {
    std::string sql = {};
    bool descending = false;
    CellType type = CellType::integer;
};

/// An attribute of what is searched, and the SQL that gives it.
struct Attribute {
    enum class Type { number, text, id };  ///< id: a text that also has IN and NOT IN
    std::string_view name;
    std::string_view sql;
    Type type = Type::text;
    bool nullable = false;
    bool upper = false;    ///< kept in upper case; what it is compared with is made so
    bool indexed = false;  ///< an index finds its values
};

/// What can be searched: experiments, runs, logged models. `it` is the alias of the table in all SQL.
struct Searched {
    std::string_view noun;   ///< for messages: "runs"
    std::string_view table;  ///< "runs"
    std::string_view row;    ///< its integer key: "run"
    std::span<const Attribute> attributes;
    // Tables with (row, key, value); empty: it has none.
    std::string_view metrics;
    std::string_view params;
    std::string_view tags;
    bool datasets = false;
    bool in_experiments = true;               ///< has a column `experiment`
    std::span<const OrderColumn> last_order;  ///< appended to every order, so that it is total
};
extern const Searched searched_experiments;
extern const Searched searched_runs;
extern const Searched searched_models;

/// SQL with the values for its question marks.
struct Bound {
    std::string sql = {};
    std::vector<Cell> values = {};
    Bound& add(std::string_view text) { return sql += text, *this; }
    Bound& add(const Bound& other);
};
base::Statement prepare(base::Db& db, const Bound& bound);

/// One comparison, compiled. Where few rows fulfil it they are looked up at once, and there is no SQL; otherwise the
/// SQL is a condition on `it`.
struct Condition {
    Bound sql = {};
    std::optional<std::vector<std::int64_t>> rows = {};  ///< sorted
};
/// Unknown attributes, operators and value types: Error{usage}.
Condition compile(base::Db& db, const Searched& searched, const Comparison& comparison);

/// An order. When its first field is a metric, param or tag, an index has the rows that have it in the right order
/// already: `lead` is the table to begin with then.
struct Order {
    std::vector<OrderColumn> columns = {};
    Bound joins = {};
    struct Lead {
        Bound from = {};                        ///< " FROM … AS o1 CROSS JOIN …"
        Bound where = {};                       ///< rows whose rank is 0
        std::vector<OrderColumn> columns = {};  ///< the same columns, as that index knows them
    };
    std::optional<Lead> lead = {};
};
Order compile_order(const Searched& searched, const std::vector<std::string>& order_by);

/// Row numbers of one page.
Page<std::int64_t> find_rows(base::Db& db, const Searched& searched, const Search& search);

}  // namespace mlp::tracking

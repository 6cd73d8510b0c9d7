#include "core/tracking/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

#include "core/base/error.hpp"

namespace mlp::tracking {
namespace {

constexpr std::int64_t most_results = 50'000;

std::string_view view_name(View view) {
    return view == View::active ? "active" : view == View::deleted ? "deleted" : "all";
}

/// Everything that decides which rows come in which order; the page size may change from page to page.
std::string describe(const Searched& searched, const Search& search) {
    std::string text = fmt::format("{}\n{}\n{}\n", searched.noun, view_name(search.view), search.filter);
    for (const std::string& item : search.order_by) text += item + "\n";
    text += "\n";
    for (const std::string& id : search.experiment_ids) text += id + "\n";
    return text;
}

/// Which experiments and which lifecycle. Ids that are no numbers name nothing.
Bound scope(const Searched& searched, const Search& search) {
    Bound bound{"1", {}};
    if (searched.in_experiments && !search.experiment_ids.empty()) {
        Bound list;
        for (const std::string& id : search.experiment_ids) {
            std::int64_t number = 0;
            const auto end = std::from_chars(id.data(), id.data() + id.size(), number);
            if (end.ec != std::errc{} || end.ptr != id.data() + id.size()) continue;
            list.add(list.values.empty() ? "?" : ", ?").values.emplace_back(number);
        }
        // "= ?" lets the index give the order; IN would need a sort.
        bound.add(list.values.size() == 1 ? " AND it.experiment = " : " AND it.experiment IN (").add(list);
        if (list.values.size() != 1) bound.add(")");
    }
    if (search.view != View::all) bound.add(Bound{" AND it.lifecycle = ?", {std::string(view_name(search.view))}});
    return bound;
}

/// "Behind the last row" in the order: (a > A) OR (a = A AND (b > B OR …)), with < where the column descends. The bound
/// on the first column alone says nothing new, but an index can use it.
Bound behind(const std::vector<OrderColumn>& columns, const std::vector<Cell>& last) {
    Bound bound{fmt::format(" AND {} {} ? AND (", columns[0].sql, columns[0].descending ? "<=" : ">="), {last[0]}};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        bound.add(Bound{fmt::format("{} {} ?", columns[i].sql, columns[i].descending ? "<" : ">"), {last[i]}});
        if (i + 1 < columns.size()) bound.add(Bound{fmt::format(" OR ({} = ? AND (", columns[i].sql), {last[i]}});
    }
    for (std::size_t i = 0; i + 1 < columns.size(); ++i) bound.add("))");
    return bound.add(")");
}

Cell cell_of(const base::Row& row, int column, CellType type) {
    switch (type) {
        case CellType::integer:
            return row.get<std::int64_t>(column);
        case CellType::real:
            return row.get<double>(column);
        default:
            return row.get<std::string>(column);
    }
}

/// Which rows: the scope, the filter, and what few rows its rare conditions leave.
struct Conditions {
    Bound where = {};
    std::optional<std::vector<std::int64_t>> rows = {};
};

Conditions conditions(base::Db& db, const Searched& searched, const Search& search) {
    Conditions all{.where = scope(searched, search)};
    for (const Comparison& comparison : parse_filter(search.filter)) {
        Condition condition = compile(db, searched, comparison);
        if (!condition.rows) {
            all.where.add(" AND ").add(condition.sql);
        } else if (!all.rows) {
            all.rows = std::move(condition.rows);
        } else {
            std::vector<std::int64_t> both;
            std::set_intersection(all.rows->begin(), all.rows->end(), condition.rows->begin(), condition.rows->end(),
                                  std::back_inserter(both));
            all.rows = std::move(both);
        }
    }
    return all;
}

std::string json_list(const std::vector<std::int64_t>& rows) {
    std::string text = "[";
    for (const std::int64_t row : rows) text += fmt::format("{}{}", text.size() > 1 ? "," : "", row);
    return text + "]";
}

/// SELECT row, order columns `from` WHERE … ORDER BY … LIMIT one more than the page.
Bound select(const Searched& searched, const Search& search, const std::vector<OrderColumn>& columns, const Bound& from,
             const Bound& where, const std::vector<Cell>& last) {
    Bound query{fmt::format("SELECT it.{}", searched.row), {}};
    for (const OrderColumn& column : columns) query.add(", ").add(column.sql);
    query.add(from).add(" WHERE ").add(where);
    if (!last.empty()) query.add(behind(columns, last));
    std::string_view separator = " ORDER BY ";
    for (const OrderColumn& column : columns) {
        if (column.sql == "0") continue;  // it would name a result column
        query.add(separator).add(column.sql).add(column.descending ? " DESC" : "");
        separator = ", ";
    }
    return query.add(Bound{" LIMIT ?", {search.max_results + 1}});
}

Page<std::int64_t> read_page(base::Db& db, const Searched& searched, const Search& search,
                             const std::vector<OrderColumn>& columns, const Bound& query) {
    base::Statement statement = prepare(db, query);
    const auto size = static_cast<std::size_t>(search.max_results);
    Page<std::int64_t> page;
    std::vector<Cell> last;
    while (const auto row = statement.step()) {
        if (page.items.size() == size) {
            page.next_page_token = encode_token(query_hash(describe(searched, search)), last);
            break;
        }
        page.items.push_back(row->get<std::int64_t>(0));
        if (page.items.size() < size) continue;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            last.push_back(cell_of(*row, static_cast<int>(i) + 1, columns[i].type));
        }
    }
    return page;
}

}  // namespace

Bound& Bound::add(const Bound& other) {
    sql += other.sql;
    values.insert(values.end(), other.values.begin(), other.values.end());
    return *this;
}

base::Statement prepare(base::Db& db, const Bound& bound) {
    base::Statement statement = db.prepare(bound.sql);
    int index = 0;
    for (const Cell& value : bound.values) {
        ++index;
        std::visit([&](const auto& held) { statement.bind_at(index, held); }, value);
    }
    return statement;
}

Page<std::int64_t> find_rows(base::Db& db, const Searched& searched, const Search& search) {
    if (search.max_results < 1 || search.max_results > most_results) {
        throw Error(Kind::usage,
                    fmt::format("Invalid value {} for parameter 'max_results' supplied: it must be at least 1 and at "
                                "most {}",
                                search.max_results, most_results));
    }
    const Order order = compile_order(searched, search.order_by);
    const Conditions found = conditions(db, searched, search);
    std::vector<Cell> last;
    if (!search.page_token.empty()) {
        last = decode_token(search.page_token, query_hash(describe(searched, search)), order.columns.size());
    }
    // In the order of an index: right as long as the page is full, since what it does not have comes last.
    const bool first_rank = last.empty() || last[0] == Cell(std::int64_t{0});
    if (order.lead && !found.rows && first_rank) {
        Bound where = order.lead->where;
        where.add(" AND ").add(found.where);
        auto page = read_page(db, searched, search, order.lead->columns,
                              select(searched, search, order.lead->columns, order.lead->from, where, last));
        if (!page.next_page_token.empty()) return page;
    }
    Bound from = found.rows ? Bound{fmt::format(" FROM json_each(?) AS few CROSS JOIN {} AS it ON it.{} = few.value",
                                                searched.table, searched.row),
                                    {json_list(*found.rows)}}
                            : Bound{fmt::format(" FROM {} AS it", searched.table), {}};
    from.add(order.joins);
    return read_page(db, searched, search, order.columns,
                     select(searched, search, order.columns, from, found.where, last));
}

}  // namespace mlp::tracking

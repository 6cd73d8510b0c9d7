#include "core/store/texts.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace mlp::store {

namespace {

/// A cache of the pipeline: what it names may go, and is then made again.
constexpr std::string_view deletable = "run_cache";

std::vector<std::pair<std::string, std::string>> text_columns(base::Db& db) {
    std::vector<std::pair<std::string, std::string>> columns;
    auto statement = db.prepare(
        "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c "
        "WHERE m.type = 'table' AND c.type LIKE 'TEXT%' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid");
    while (const auto row = statement.step()) {
        if (row->get<std::string_view>(0) == deletable) continue;
        columns.emplace_back(row->get<std::string>(0), row->get<std::string>(1));
    }
    return columns;
}

}  // namespace

void for_each_text(base::Db& db, std::string_view part,
                   const std::function<void(std::string_view table, std::string_view text)>& visit) {
    for (const auto& [table, column] : text_columns(db)) {
        // Names from our own schema: nothing in them needs more than quotes.
        auto statement =
            db.prepare(fmt::format("SELECT \"{0}\" FROM \"{1}\" WHERE instr(\"{0}\", ?1) > 0", column, table));
        statement.bind(part);
        while (const auto row = statement.step()) visit(table, row->get<std::string_view>(0));
    }
}

}  // namespace mlp::store

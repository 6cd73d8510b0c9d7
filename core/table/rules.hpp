// The rules of a contract as SQL: what counts as a bad row, and what number a bound is held against.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/table/contract.hpp"

namespace mlp::table {

/// One rule, ready to be asked about. `value` is an aggregate; `bad_row`, when there is one, picks example rows.
struct Rule {
    std::string column;
    std::string name;      ///< of the rule: "minimum"
    std::string label;     ///< of the quality entry; may be empty
    std::string value;     ///< SQL aggregate: the number of bad rows, or the metric itself
    std::string bad_row;   ///< SQL condition; may be empty
    std::string expected;  ///< for people
    Bound bound;           ///< what `value` is held against
    bool percent = false;  ///< `value` is a share of all rows then
    Position place;
};

/// @param typed whether columns have types of their own (Parquet) or are all text (CSV)
std::vector<Rule> rules_of(const TableContract& table, const std::vector<std::string>& present_columns, bool typed);

}  // namespace mlp::table

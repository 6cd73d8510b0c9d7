// A table checked against its contract: every rule a result, failures with examples. CSV, TSV, Parquet, streamed by
// DuckDB.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/table/contract.hpp"

namespace mlp::table {

struct CheckResult {
    std::string column;  ///< empty for rules of the whole table
    std::string rule;    ///< "readable", "column", "type", "required", "unique", "minimum" …, or a metric's name
    std::string name;    ///< of the quality rule, when it has one
    bool passed = false;
    bool skipped = false;               ///< custom engines are not run
    std::string expected;               ///< "a number", "at most 5 percent"
    std::string found;                  ///< "3 of 569 rows"
    std::vector<std::string> examples;  ///< up to three: "row 17: 'abc'" (the first row of data is row 1)
};

/// Checks `path` (relative to `root`; a glob takes several files as one table). Data that cannot be read is a failed
/// check, not an Error. A pattern or query that DuckDB refuses is Error{invalid} at its place in the contract.
std::vector<CheckResult> check_contract(const Contract& contract, const std::filesystem::path& root,
                                        const std::string& path);

}  // namespace mlp::table

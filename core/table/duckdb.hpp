// DuckDB in memory: opened on first use, one connection, results as text. It never reaches the network.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::table {

/// Cells of a result as text; SQL's NULL is nothing.
using ResultRow = std::vector<std::optional<std::string>>;

/// SQL that DuckDB refused; the message is its own, one line.
struct QueryFailure {
    std::string message;
};

class DuckDb {
public:
    /// Library missing: Error{missing} that says how to get it.
    DuckDb();
    ~DuckDb();
    DuckDb(const DuckDb&) = delete;
    DuckDb& operator=(const DuckDb&) = delete;

    /// Throws QueryFailure: the caller knows whether the data, a contract or mlp itself is to blame.
    std::vector<ResultRow> query(const std::string& sql);

    /// From here on SQL can read and write no files: for queries that others wrote.
    void forbid_files();

private:
    struct Handles;
    std::unique_ptr<Handles> handles_;
};

/// "name" with quotes doubled: an identifier whatever it holds.
std::string quoted_identifier(std::string_view name);
/// 'text' with quotes doubled.
std::string quoted_literal(std::string_view text);

}  // namespace mlp::table

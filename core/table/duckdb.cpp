#include "core/table/duckdb.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "core/base/error.hpp"
#include "core/base/library.hpp"

namespace mlp::table {

namespace {

// The few declarations of DuckDB's C interface (duckdb.h, stable since 1.0) that are called here.
using duckdb_database = void*;
using duckdb_connection = void*;
struct duckdb_result {
    std::uint64_t deprecated_column_count;
    std::uint64_t deprecated_row_count;
    std::uint64_t deprecated_rows_changed;
    void* deprecated_columns;
    char* deprecated_error_message;
    void* internal_data;
};
constexpr int success = 0;

struct Api {
    base::Library library{
        {"libduckdb.so"}, "checking tables", "nothing: DuckDB comes with the mlp package, or by scripts/fetch-duckdb"};
    template <class Function>
    Function* get(const char* name) const {
        return library.symbol<Function*>(name);
    }
    int (*open)(const char*, duckdb_database*) = get<int(const char*, duckdb_database*)>("duckdb_open");
    void (*close)(duckdb_database*) = get<void(duckdb_database*)>("duckdb_close");
    int (*connect)(duckdb_database,
                   duckdb_connection*) = get<int(duckdb_database, duckdb_connection*)>("duckdb_connect");
    void (*disconnect)(duckdb_connection*) = get<void(duckdb_connection*)>("duckdb_disconnect");
    int (*query)(duckdb_connection, const char*,
                 duckdb_result*) = get<int(duckdb_connection, const char*, duckdb_result*)>("duckdb_query");
    const char* (*result_error)(duckdb_result*) = get<const char*(duckdb_result*)>("duckdb_result_error");
    std::uint64_t (*column_count)(duckdb_result*) = get<std::uint64_t(duckdb_result*)>("duckdb_column_count");
    std::uint64_t (*row_count)(duckdb_result*) = get<std::uint64_t(duckdb_result*)>("duckdb_row_count");
    char* (*value_varchar)(duckdb_result*, std::uint64_t, std::uint64_t) =
        get<char*(duckdb_result*, std::uint64_t, std::uint64_t)>("duckdb_value_varchar");
    void (*free)(void*) = get<void(void*)>("duckdb_free");
    void (*destroy_result)(duckdb_result*) = get<void(duckdb_result*)>("duckdb_destroy_result");
};

const Api& api() {
    static const Api table;
    return table;
}

/// Frees a result whichever way its scope is left.
struct Result {
    duckdb_result value{};
    ~Result() { api().destroy_result(&value); }
};

/// DuckDB's messages go on with candidate lists and pointers into the SQL: the first line says what it is.
std::string first_line(std::string_view message) { return std::string(message.substr(0, message.find('\n'))); }

std::string quoted(std::string_view text, char quote) {
    std::string out(1, quote);
    for (const char c : text) {
        if (c == quote) out += quote;
        if (c != '\0') out += c;
    }
    return out + quote;
}

}  // namespace

struct DuckDb::Handles {
    duckdb_database database = nullptr;
    duckdb_connection connection = nullptr;
    ~Handles() {
        if (connection != nullptr) api().disconnect(&connection);
        if (database != nullptr) api().close(&database);
    }
};

DuckDb::DuckDb() : handles_(std::make_unique<Handles>()) {
    if (api().open(nullptr, &handles_->database) != success ||
        api().connect(handles_->database, &handles_->connection) != success) {
        throw Error(Kind::bug, "DuckDB could not open a database in memory");
    }
    // Extensions would be downloaded; what is needed is built in.
    query("SET autoinstall_known_extensions = false");
    query("SET autoload_known_extensions = false");
    query("SET memory_limit = '1GB'");
    query("SET TimeZone = 'UTC'");
}

DuckDb::~DuckDb() = default;

std::vector<ResultRow> DuckDb::query(const std::string& sql) {
    Result result;
    if (api().query(handles_->connection, sql.c_str(), &result.value) != success) {
        const char* message = api().result_error(&result.value);
        throw QueryFailure{first_line(message == nullptr ? "unknown failure" : message)};
    }
    const auto columns = api().column_count(&result.value);
    const auto rows = api().row_count(&result.value);
    std::vector<ResultRow> found;
    found.reserve(rows);
    for (std::uint64_t row = 0; row < rows; ++row) {
        ResultRow& cells = found.emplace_back();
        for (std::uint64_t column = 0; column < columns; ++column) {
            char* text = api().value_varchar(&result.value, column, row);
            cells.push_back(text == nullptr ? std::nullopt : std::optional<std::string>(text));
            api().free(text);
        }
    }
    return found;
}

void DuckDb::forbid_files() {
    query("SET enable_external_access = false");
    query("SET lock_configuration = true");
}

std::string quoted_identifier(std::string_view name) { return quoted(name, '"'); }
std::string quoted_literal(std::string_view text) { return quoted(text, '\''); }

}  // namespace mlp::table

// SQLite: connection, statement, row, transaction. Values are bound, every return code is checked.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace mlp::base {

/// Bytes bound as a BLOB; text binds as TEXT.
struct Blob {
    std::string_view bytes;
};

class Statement;

/// A result row, valid until the statement is stepped or reset.
class Row {
public:
    /// T: std::int64_t, int, bool, double, std::string, std::string_view, or std::optional of one of them.
    /// NULL in a column that was not asked for as optional is Error{damaged}. Columns count from 0.
    template <class T>
    T get(int column) const;
    bool is_null(int column) const;

private:
    friend class Statement;
    explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
    sqlite3_stmt* statement_;
};

template <>
std::int64_t Row::get<std::int64_t>(int column) const;
template <>
int Row::get<int>(int column) const;
template <>
bool Row::get<bool>(int column) const;
template <>
double Row::get<double>(int column) const;
template <>
std::string_view Row::get<std::string_view>(int column) const;
template <>
std::string Row::get<std::string>(int column) const;
template <>
std::optional<std::int64_t> Row::get<std::optional<std::int64_t>>(int column) const;
template <>
std::optional<int> Row::get<std::optional<int>>(int column) const;
template <>
std::optional<bool> Row::get<std::optional<bool>>(int column) const;
template <>
std::optional<double> Row::get<std::optional<double>>(int column) const;
template <>
std::optional<std::string_view> Row::get<std::optional<std::string_view>>(int column) const;
template <>
std::optional<std::string> Row::get<std::optional<std::string>>(int column) const;

/// A prepared statement. Bind with `bind(...)`, then `step()` until it gives nothing, or `run()`.
class Statement {
public:
    ~Statement();
    Statement(Statement&&) noexcept;
    Statement& operator=(Statement&&) noexcept;

    /// Resets the statement and binds all parameters in order. Accepts integers, bool, double, text, Blob, nullptr
    /// and std::optional of them. NaN is refused (Error{bug}): SQLite would store NULL. Text is copied.
    template <class... Values>
    Statement& bind(const Values&... values) {
        reset();
        int index = 0;
        (bind_one(++index, values), ...);
        return *this;
    }
    /// For lists whose length is known at run time: binds one parameter (index from 1) without resetting.
    template <class T>
    void bind_at(int index, const T& value) {
        bind_one(index, value);
    }

    std::optional<Row> step();
    /// Steps to the end and resets, ignoring rows.
    void run();
    void reset();

private:
    friend class Db;
    explicit Statement(sqlite3_stmt* statement);
    void bind_one(int index, std::nullptr_t);
    void bind_one(int index, std::int64_t value);
    void bind_one(int index, int value) { bind_one(index, static_cast<std::int64_t>(value)); }
    void bind_one(int index, std::uint64_t value);  ///< above 2^63-1: Error{bug}
    void bind_one(int index, std::uint32_t value) { bind_one(index, static_cast<std::int64_t>(value)); }
    void bind_one(int index, bool value) { bind_one(index, static_cast<std::int64_t>(value)); }
    void bind_one(int index, double value);
    void bind_one(int index, std::string_view value);
    void bind_one(int index, const std::string& value) { bind_one(index, std::string_view(value)); }
    void bind_one(int index, const char* value) { bind_one(index, std::string_view(value)); }
    void bind_one(int index, Blob value);
    template <class T>
    void bind_one(int index, const std::optional<T>& value) {
        if (value) {
            bind_one(index, *value);
        } else {
            bind_one(index, nullptr);
        }
    }
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

/// A connection. Not shared between threads.
class Db {
public:
    struct Options {
        bool read_only = false;
        bool immutable = false;  ///< for stores in folders that cannot be written; implies read_only
        bool create = true;
        std::chrono::milliseconds busy_timeout{10'000};
    };
    /// Opens a database. Pragmas (journal mode, synchronous, foreign keys) are the caller's. Errors: cannot open →
    /// missing or invalid; "file is not a database" → damaged; busy after the timeout → conflict; disk full → Error
    /// with a hint.
    static Db open(const std::filesystem::path& path, Options options);

    Statement prepare(std::string_view sql);
    /// A statement prepared once per connection and reused; `sql` must be a literal that outlives the connection.
    /// Reset on each call, so never hold two uses of one text at a time, nor one across the begin of a transaction.
    Statement& cached(const char* sql);
    /// Runs one or more statements without parameters.
    void execute(const std::string& sql);
    std::int64_t last_insert_id() const;
    std::int64_t changes() const;  ///< rows changed by the last statement
    sqlite3* handle() const { return handle_.get(); }
    const std::filesystem::path& path() const { return path_; }

    ~Db();
    Db(Db&&) noexcept;
    Db& operator=(Db&&) noexcept;

private:
    friend class Transaction;
    Db() = default;
    void release_cached();  ///< ends what cached statements still read
    struct Close {
        void operator()(sqlite3* db) const noexcept;
    };
    struct Cache;
    std::filesystem::path path_;
    std::unique_ptr<sqlite3, Close> handle_;
    std::unique_ptr<Cache> cache_;  // declared after handle_: statements go before their connection
};

/// BEGIN IMMEDIATE … COMMIT; rolled back unless committed. `Nesting`: inside another transaction of the same connection
/// it is a savepoint, so that a caller can join several rooms' writes into one unit of work.
class Transaction {
public:
    explicit Transaction(Db& db);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

private:
    Db& db_;
    bool nested_;
    bool open_ = true;
};

}  // namespace mlp::base

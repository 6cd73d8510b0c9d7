#include "core/base/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cmath>
#include <limits>
#include <unordered_map>
#include <utility>

#include "core/base/error.hpp"

namespace mlp::base {

namespace {

/// What SQLite says about its last failure, copied before another call on the connection replaces it.
struct Failure {
    int code = SQLITE_ERROR;  ///< extended
    int system_error = 0;
    std::string message;
    std::string file;
};

Failure failure_of(sqlite3* db, int code) {
    Failure failure{code, 0, sqlite3_errstr(code), ""};
    if (db == nullptr) return failure;
    if (sqlite3_extended_errcode(db) == code) failure.message = sqlite3_errmsg(db);
    failure.system_error = sqlite3_system_errno(db);
    const char* file = sqlite3_db_filename(db, "main");
    failure.file = file != nullptr && *file != '\0' ? file : "a database in memory";
    return failure;
}

Error held_by_another(const Failure& failure, std::string_view detail) {
    return Error(Kind::conflict,
                 fmt::format("another process keeps '{}' locked for longer than mlp waits: {}", failure.file, detail))
        .hint("wait until it has finished, then run again");
}

Error error_from(const Failure& failure) {
    const auto detail = fmt::format("{} (SQLite error {})", failure.message, failure.code);
    const auto with = [&](Kind kind, std::string_view what) {
        return Error(kind, fmt::format("{} '{}': {}", what, failure.file, detail));
    };
    const bool no_space = failure.system_error == ENOSPC || failure.system_error == EDQUOT;
    switch (failure.code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
            return held_by_another(failure, detail);
        case SQLITE_NOTADB:
            return with(Kind::damaged, "not a database:").hint("move the file away, or restore it from a copy");
        case SQLITE_CORRUPT:
            return with(Kind::damaged, "damaged database")
                .hint(fmt::format("restore it from a copy, or save what can be read: sqlite3 '{}' .recover",
                                  failure.file));
        case SQLITE_FULL:
            return with(Kind::invalid, "cannot write").hint("free some space on its file system");
        case SQLITE_IOERR:
            if (no_space) return with(Kind::invalid, "cannot write").hint("free some space on its file system");
            return with(Kind::invalid, "cannot read or write").hint("look for disk errors in the system's log");
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return with(Kind::invalid, "cannot write").hint("make the file and its folder writable, or work on a copy");
        case SQLITE_CANTOPEN:
            return with(Kind::invalid, "cannot open").hint("check the permissions of its folder");
        case SQLITE_CONSTRAINT:
            // Somebody else was first. Every other constraint is ours to keep.
            if (failure.code == SQLITE_CONSTRAINT_UNIQUE || failure.code == SQLITE_CONSTRAINT_PRIMARYKEY)
                return with(Kind::conflict, "already there in");
            return with(Kind::bug, "a rule of the database is broken in");
        case SQLITE_NOMEM:
        case SQLITE_TOOBIG:
            return with(Kind::invalid, "too large for");
        default:
            return with(Kind::bug, "a query failed on");
    }
}

[[noreturn]] void fail(sqlite3* db, int code) { throw error_from(failure_of(db, code)); }

void check(sqlite3* db, int code) {
    if (code != SQLITE_OK) fail(db, code);
}

void check_bind(sqlite3_stmt* statement, int code) {
    if (code == SQLITE_OK) return;
    auto error = error_from(failure_of(sqlite3_db_handle(statement), code));
    throw error.during(fmt::format("binding a value of: {}", sqlite3_sql(statement)));
}

/// A file: URI: only this form can carry `immutable`.
std::string uri_of(const std::filesystem::path& path, bool immutable) {
    std::string uri = "file:";
    const auto full = std::filesystem::absolute(path);
    for (const char c : full.native()) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("/-_.~").find(c) != std::string_view::npos;
        if (plain) {
            uri += c;
        } else {
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return immutable ? uri + "?immutable=1" : uri;
}

Error cannot_open(const std::filesystem::path& path, const Failure& failure, bool create) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        return Error(Kind::invalid, fmt::format("'{}' is a folder, a database file was expected", path.native()));
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    const auto& wanted = create ? folder : path;
    if (!std::filesystem::exists(wanted, ignored) && !ignored) {
        return Error(Kind::missing,
                     fmt::format("cannot open '{}': '{}' does not exist", path.native(), wanted.native()));
    }
    auto named = failure;
    named.file = path.native();
    return error_from(named);
}

/// Says which column of which query held something that the schema does not allow.
[[noreturn]] void fail_column(sqlite3_stmt* statement, int column, std::string_view found, std::string_view wanted) {
    const char* name = sqlite3_column_name(statement, column);
    const char* file = sqlite3_db_filename(sqlite3_db_handle(statement), "main");
    throw Error(Kind::damaged, fmt::format("column '{}' of '{}' holds {}, {} was expected", name ? name : "?",
                                           file != nullptr ? file : "", found, wanted));
}

void refuse_null(sqlite3_stmt* statement, int column, std::string_view wanted) {
    if (sqlite3_column_type(statement, column) == SQLITE_NULL) fail_column(statement, column, "nothing", wanted);
}

void expect_number(sqlite3_stmt* statement, int column) {
    refuse_null(statement, column, "a number");
    const int type = sqlite3_column_type(statement, column);
    // SQLite would read 0 out of a text.
    if (type != SQLITE_INTEGER && type != SQLITE_FLOAT) fail_column(statement, column, "no number", "a number");
}

}  // namespace

// ---- Row ------------------------------------------------------------------------------------------------------------

bool Row::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

template <>
std::int64_t Row::get<std::int64_t>(int column) const {
    expect_number(statement_, column);
    return sqlite3_column_int64(statement_, column);
}
template <>
int Row::get<int>(int column) const {
    const auto value = get<std::int64_t>(column);
    if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max())
        fail_column(statement_, column, fmt::format("{}", value), "a number of 32 bits");
    return static_cast<int>(value);
}
template <>
bool Row::get<bool>(int column) const {
    return get<std::int64_t>(column) != 0;
}
template <>
double Row::get<double>(int column) const {
    expect_number(statement_, column);
    return sqlite3_column_double(statement_, column);
}
template <>
std::string_view Row::get<std::string_view>(int column) const {
    refuse_null(statement_, column, "a text");
    // The text is asked for before its length: the call may convert the value.
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    if (text == nullptr) return std::string_view("");
    return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}
template <>
std::string Row::get<std::string>(int column) const {
    return std::string(get<std::string_view>(column));
}

template <>
std::optional<std::int64_t> Row::get<std::optional<std::int64_t>>(int column) const {
    return is_null(column) ? std::nullopt : std::optional(get<std::int64_t>(column));
}
template <>
std::optional<int> Row::get<std::optional<int>>(int column) const {
    return is_null(column) ? std::nullopt : std::optional(get<int>(column));
}
template <>
std::optional<bool> Row::get<std::optional<bool>>(int column) const {
    return is_null(column) ? std::nullopt : std::optional(get<bool>(column));
}
template <>
std::optional<double> Row::get<std::optional<double>>(int column) const {
    return is_null(column) ? std::nullopt : std::optional(get<double>(column));
}
template <>
std::optional<std::string_view> Row::get<std::optional<std::string_view>>(int column) const {
    return is_null(column) ? std::nullopt : std::optional(get<std::string_view>(column));
}
template <>
std::optional<std::string> Row::get<std::optional<std::string>>(int column) const {
    return is_null(column) ? std::nullopt : std::optional(get<std::string>(column));
}

// ---- Statement ------------------------------------------------------------------------------------------------------

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }

Statement::Statement(sqlite3_stmt* statement) : handle_(statement) {}
Statement::~Statement() = default;
Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&&) noexcept = default;

void Statement::bind_one(int index, std::nullptr_t) {
    check_bind(handle_.get(), sqlite3_bind_null(handle_.get(), index));
}
void Statement::bind_one(int index, std::int64_t value) {
    check_bind(handle_.get(), sqlite3_bind_int64(handle_.get(), index, value));
}
void Statement::bind_one(int index, std::uint64_t value) {
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        throw Error(Kind::bug, fmt::format("{} is too large for a database column", value));
    bind_one(index, static_cast<std::int64_t>(value));
}
void Statement::bind_one(int index, double value) {
    if (std::isnan(value)) throw Error(Kind::bug, "a NaN cannot be stored: SQLite would store nothing instead");
    check_bind(handle_.get(), sqlite3_bind_double(handle_.get(), index, value));
}
void Statement::bind_one(int index, std::string_view value) {
    // SQLite takes a null pointer for NULL, and an empty view may hold one.
    const char* bytes = value.data() == nullptr ? "" : value.data();
    check_bind(handle_.get(),
               sqlite3_bind_text64(handle_.get(), index, bytes, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}
void Statement::bind_one(int index, Blob value) {
    const char* bytes = value.bytes.data() == nullptr ? "" : value.bytes.data();
    check_bind(handle_.get(), sqlite3_bind_blob64(handle_.get(), index, bytes, value.bytes.size(), SQLITE_TRANSIENT));
}

std::optional<Row> Statement::step() {
    const int code = sqlite3_step(handle_.get());
    if (code == SQLITE_ROW) return Row(handle_.get());
    if (code == SQLITE_DONE) {
        reset();
        return std::nullopt;
    }
    auto failure = failure_of(sqlite3_db_handle(handle_.get()), code);
    reset();
    auto error = error_from(failure);
    if (error.kind() == Kind::bug) error.during(fmt::format("running: {}", sqlite3_sql(handle_.get())));
    throw error;
}

void Statement::run() {
    while (step()) {
    }
}

// The code of sqlite3_reset repeats the failure of the last step, which was told then.
void Statement::reset() { sqlite3_reset(handle_.get()); }

// ---- Db -------------------------------------------------------------------------------------------------------------

struct Db::Cache {
    std::unordered_map<const char*, Statement> statements;
};

void Db::Close::operator()(sqlite3* db) const noexcept { sqlite3_close_v2(db); }

Db::~Db() = default;
Db::Db(Db&&) noexcept = default;
Db& Db::operator=(Db&&) noexcept = default;

Db Db::open(const std::filesystem::path& path, Options options) {
    const bool read_only = options.read_only || options.immutable;
    const int access =
        read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | (options.create ? SQLITE_OPEN_CREATE : 0);
    const int flags = access | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    Db db;
    db.path_ = path;
    db.cache_ = std::make_unique<Cache>();
    sqlite3* handle = nullptr;
    const auto name = path == ":memory:" ? path.native() : uri_of(path, options.immutable);
    const int code = sqlite3_open_v2(name.c_str(), &handle, flags, nullptr);
    db.handle_.reset(handle);
    const auto refuse = [&](int reason) {
        const auto failure = failure_of(handle, reason);
        if ((reason & 0xff) == SQLITE_CANTOPEN) throw cannot_open(path, failure, options.create && !read_only);
        throw error_from(failure);
    };
    if (code != SQLITE_OK) refuse(code);
    check(handle, sqlite3_busy_timeout(handle, static_cast<int>(options.busy_timeout.count())));
    // SQLite opens lazily: only a read tells that a file is none of its own, or that its log cannot be opened.
    const int readable = sqlite3_exec(handle, "PRAGMA schema_version", nullptr, nullptr, nullptr);
    if (readable != SQLITE_OK) refuse(readable);
    return db;
}

namespace {

sqlite3_stmt* prepared(sqlite3* db, std::string_view sql, unsigned flags) {
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()), flags, &statement, &rest);
    if (code != SQLITE_OK) {
        auto error = error_from(failure_of(db, code));
        if (error.kind() == Kind::bug) error.during(fmt::format("preparing: {}", sql));
        throw error;
    }
    const std::string_view tail(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest));
    if (statement == nullptr || tail.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
        sqlite3_finalize(statement);
        throw Error(Kind::bug, fmt::format("one SQL statement was expected: {}", sql));
    }
    return statement;
}

}  // namespace

Statement Db::prepare(std::string_view sql) { return Statement(prepared(handle_.get(), sql, 0)); }

Statement& Db::cached(const char* sql) {
    auto& statements = cache_->statements;
    auto found = statements.find(sql);
    if (found == statements.end())
        found = statements.emplace(sql, Statement(prepared(handle_.get(), sql, SQLITE_PREPARE_PERSISTENT))).first;
    found->second.reset();
    sqlite3_clear_bindings(found->second.handle_.get());
    return found->second;
}

void Db::execute(const std::string& sql) {
    const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return;
    auto error = error_from(failure_of(handle_.get(), code));
    if (error.kind() == Kind::bug) error.during(fmt::format("running: {}", sql));
    throw error;
}

std::int64_t Db::last_insert_id() const { return sqlite3_last_insert_rowid(handle_.get()); }
std::int64_t Db::changes() const { return sqlite3_changes64(handle_.get()); }

void Db::release_cached() {
    for (auto& [sql, statement] : cache_->statements) {
        if (sqlite3_stmt_busy(statement.handle_.get()) != 0) statement.reset();
    }
}

// ---- Transaction ----------------------------------------------------------------------------------------------------

Transaction::Transaction(Db& db) : db_(db), nested_(sqlite3_get_autocommit(db.handle()) == 0) {
    if (nested_) {
        db_.cached("SAVEPOINT mlp_nested").run();
    } else {
        // A look-up that was not stepped to its end still holds an old snapshot, which can never be written on.
        db_.release_cached();
        db_.cached("BEGIN IMMEDIATE").run();
    }
}

Transaction::~Transaction() {
    // After some failures (a full disk) SQLite has already rolled everything back.
    if (!open_ || sqlite3_get_autocommit(db_.handle()) != 0) return;
    const char* undo = nested_ ? "ROLLBACK TO mlp_nested; RELEASE mlp_nested" : "ROLLBACK";
    sqlite3_exec(db_.handle(), undo, nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    db_.cached(nested_ ? "RELEASE mlp_nested" : "COMMIT").run();
    open_ = false;
}

}  // namespace mlp::base

#include "core/store/header.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <string>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/sqlite.hpp"
#include "core/store/schema.hpp"

namespace mlp::store {
namespace {

namespace fs = std::filesystem;

// Offsets of the SQLite file format (https://www.sqlite.org/fileformat.html, "The Database Header").
constexpr std::size_t header_size = 100;
constexpr std::size_t page_size_at = 16;
constexpr std::size_t page_count_at = 28;
constexpr std::size_t application_id_at = 68;
constexpr std::string_view magic("SQLite format 3\0", 16);

std::uint32_t big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

[[noreturn]] void refuse_foreign(const fs::path& database, std::string_view whose) {
    throw Error(Kind::invalid, fmt::format("this is {}, not a store of mlp; it is left as it is", whose))
        .at(database.string())
        .hint("name another file: MLP_STORE, or `store:` in the settings");
}

std::string_view owner_of(const fs::path& database) {
    base::Db db = base::Db::open(database, {.read_only = true, .create = false});
    base::Statement statement = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'");
    return statement.step() ? "a database of MLflow's own (it has the table alembic_version)"
                            : "an SQLite database of another program";
}

/// Through SQLite's own descriptor: opening and closing the file beside it would drop every lock that this process
/// holds on it (POSIX locks belong to the process, not to a descriptor), and another process would take the log for its
/// own.
std::string read_header(base::Db& db, const fs::path& database) {
    sqlite3_file* file = nullptr;
    sqlite3_int64 size = 0;
    std::string header(header_size, '\0');
    if (sqlite3_file_control(db.handle(), "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
        file->pMethods == nullptr || file->pMethods->xFileSize(file, &size) != SQLITE_OK) {
        throw Error(Kind::invalid, "the store cannot be read").at(database.string());
    }
    const int code = file->pMethods->xRead(file, header.data(), static_cast<int>(header_size), 0);
    if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ) throw system_error("read", database.string(), EIO);
    header.resize(std::min<std::size_t>(header_size, static_cast<std::size_t>(size)));
    return header;
}

}  // namespace

void refuse_damaged(const fs::path& database, const std::string& found) {
    throw Error(Kind::damaged, fmt::format("the store is damaged: {}", found))
        .at(database.string())
        .hint(fmt::format("restore it from a backup (with its -wal file), or save what is left with "
                          "`sqlite3 '{}' .recover`; deleting the file begins a new store",
                          database.string()));
}

void check_header(base::Db& db) {
    const fs::path& database = db.path();
    const auto signature = base::signature_of(database, true);
    const std::string header = read_header(db, database);
    if (header.empty()) refuse_damaged(database, "the file is empty");
    if (!header.starts_with(magic.substr(0, header.size()))) {
        refuse_damaged(database, "the file does not begin as an SQLite database does");
    }
    if (header.size() < header_size) refuse_damaged(database, fmt::format("only {} bytes are left", header.size()));
    if (big_endian(header, application_id_at, 4) != application_id) refuse_foreign(database, owner_of(database));

    // A checkpoint that was killed leaves the end of the file to the log, so the size says something only without one.
    const auto log = base::signature_of(database.string() + "-wal", true);
    const std::uint32_t raw_page = big_endian(header, page_size_at, 2);
    const std::uint64_t page = raw_page == 1 ? 65536 : raw_page;
    const std::uint64_t wanted = page * big_endian(header, page_count_at, 4);
    if ((!log || log->size == 0) && signature && signature->size < wanted) {
        refuse_damaged(database, fmt::format("it should have {} bytes and has {}", wanted, signature->size));
    }
}

}  // namespace mlp::store

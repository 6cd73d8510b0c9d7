#include "core/store/store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/store/create.hpp"
#include "core/store/file_system.hpp"
#include "core/store/header.hpp"
#include "core/store/schema.hpp"

namespace mlp::store {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t longest_log = 1 << 20;

void refuse_shared_file_system(const fs::path& database) {
    const auto magic = file_system_magic(database);
    const auto kind = magic ? shared_file_system(*magic) : std::nullopt;
    if (!kind) return;
    throw Error(Kind::invalid,
                fmt::format("the store would stand on a network file system ({}), where locks do not hold "
                            "between hosts and writes would be lost",
                            *kind))
        .at(database.string())
        .hint("put it on a local disk: set MLP_STORE, or `store:` in the settings, to a path there");
}

/// Whether the files of WAL could be made beside the database.
bool can_write(const fs::path& database) {
    const fs::path folder = database.has_parent_path() ? database.parent_path() : fs::path(".");
    return ::faccessat(AT_FDCWD, database.c_str(), W_OK, AT_EACCESS) == 0 &&
           ::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) == 0;
}

bool has_content(const fs::path& path) {
    const auto signature = base::signature_of(path, true);
    return signature && signature->size > 0;
}

base::Db open_or_refuse(const fs::path& database, const base::Db::Options& options) {
    try {
        return base::Db::open(database, options);
    } catch (const Error& error) {
        if (error.kind() == Kind::damaged) refuse_damaged(database, error.message());
        throw;
    }
}

base::Db connect(const fs::path& database, Access access, bool writable) {
    base::Db::Options options{.read_only = access == Access::read_only, .create = false};
    // Without a place for WAL's files only an immutable view works; a log that is there already must be read, though.
    const bool has_log = has_content(database.string() + "-wal");
    const bool has_place = writable && !(access == Access::read_only && on_full_disk(database));
    options.immutable = !has_place && !has_log;
    if (!writable && has_log && !base::signature_of(database.string() + "-shm")) {
        throw Error(Kind::invalid,
                    "the store's last writes are in its log, which can only be read where files can be made")
            .at(database.string())
            .hint("copy store.db and store.db-wal to a folder that you may write, and name the copy by MLP_STORE");
    }
    base::Db db = open_or_refuse(database, options);
    check_header(db);
    db.execute("PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF");
    return db;
}

[[noreturn]] void refuse_version(const fs::path& database, int found, std::string hint) {
    throw Error(Kind::conflict,
                fmt::format("the store has schema {}, this mlp works with schema {}", found, schema_version()))
        .at(database.string())
        .hint(std::move(hint));
}

[[noreturn]] void refuse_writing(const fs::path& database) {
    throw Error(Kind::invalid, "the store cannot be written: it, or the folder it stands in, is read-only")
        .at(database.string())
        .hint("mend the permissions, or set MLP_STORE to a store that you may write");
}

}  // namespace

Store::Store(Location location, base::Env env, base::Db db, bool read_only)
    : location_(std::move(location)), env_(std::move(env)), db_(std::move(db)), read_only_(read_only) {}

void Store::leave_log() {
    // Every opening reads the log, so it is kept short.
    const auto log = base::signature_of(location_.database.string() + "-wal", true);
    if (log && log->size > longest_log) return;
    sqlite3_db_config(db_.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

Store Store::open(const Location& location, const base::Env& env, Access access) {
    const fs::path& database = location.database;
    refuse_shared_file_system(database);
    const auto signature = base::signature_of(database, true);
    if (signature && !signature->is_regular()) {
        throw Error(Kind::invalid, "the store must be a file, and this is something else").at(database.string());
    }
    if (!signature) {
        if (access == Access::read_only) {
            throw Error(Kind::missing, "there is no store yet").at(database.string()).hint("the first run makes it");
        }
        create_store(database, env);
    }
    const bool writable = can_write(database);
    if (access == Access::read_write && !writable) refuse_writing(database);

    base::Db db = connect(database, access, writable);
    const int version = user_version(db);
    if (version > schema_version()) refuse_version(database, version, "a newer mlp made or changed it: update mlp");
    if (version < schema_version()) {
        if (!writable)
            refuse_version(database, version, "open it once where it may be written, which brings it up to date");
        if (access == Access::read_only) {
            Store::open(location, env, Access::read_write);
        } else {
            apply_steps(db, schema_version());
        }
    }
    return {location, env, std::move(db), access == Access::read_only};
}

}  // namespace mlp::store

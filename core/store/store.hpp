// The database file behind tracking, registry, pipeline and releases: where it is, opening, schema steps.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/env.hpp"
#include "core/base/sqlite.hpp"

namespace mlp::store {

/// Where a store lives. Its objects stand beside the database, so that a store shared by jobs and people holds content
/// too.
struct Location {
    enum class Origin { project, variable, settings, user };
    std::filesystem::path database;  ///< …/store.db
    std::filesystem::path objects;   ///< …/objects
    Origin origin = Origin::project;
};

/// MLP_STORE, else `configured` (the setting `store`), else <root>/.mlp/store.db, else $XDG_DATA_HOME/mlp/store.db.
/// Accepts a path (a folder means store.db in it) or "sqlite:<path>" / "sqlite:///<path>"; http(s): is refused for now.
/// Neither project nor home: Error{usage}.
Location locate(const base::Env& env, const std::optional<std::filesystem::path>& root,
                const std::optional<std::string>& configured);

enum class Access { read_only, read_write };

/// Schema steps are numbered SQL files in schema/, applied in one transaction under PRAGMA user_version.
class Store {
public:
    /// WAL, synchronous=FULL, foreign keys, busy timeout 10 s. Creates folder and file for read_write. A newer schema:
    /// Error{conflict} with a hint; a database that is not ours (application_id): Error{invalid}; network file systems
    /// without working locks: Error{invalid} with the way out; a folder that cannot be written: opened immutable when
    /// read_only was asked, else Error. For read_only an absent file is Error{missing}.
    static Store open(const Location& location, const base::Env& env, Access access = Access::read_write);

    base::Db& db() { return db_; }
    const base::Env& env() const { return env_; }
    const Location& location() const { return location_; }
    bool read_only() const { return read_only_; }

    /// Leaves the write-ahead log beside the database when this connection closes, instead of folding it in, which
    /// takes four more syncs: for commands that write a row and are called thousands of times. Once the log is 1 MiB
    /// long, and on the next ordinary close, it is folded in all the same.
    void leave_log();

private:
    Store(Location location, base::Env env, base::Db db, bool read_only);
    Location location_;
    base::Env env_;
    base::Db db_;
    bool read_only_;
};

/// The number of the newest schema step this binary knows.
int schema_version();

}  // namespace mlp::store

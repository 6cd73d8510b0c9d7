#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/store/file_system.hpp"
#include "core/store/schema.hpp"
#include "core/store/store.hpp"

namespace mlp::store {
namespace {

struct Folder {
    base::TemporaryFolder folder{std::filesystem::temp_directory_path(), "mlp-store"};
    Location location{.database = folder.path() / "deep" / "store.db", .objects = folder.path() / "deep" / "objects"};
    base::Env env = base::Env::of_process();

    Store open(Access access = Access::read_write) const { return Store::open(location, env, access); }
    void write(const std::string& bytes) const { base::replace_file(location.database, bytes); }
    std::string read() const { return base::read_file(location.database); }
    /// The error of opening; nothing when it opens.
    std::optional<Error> failure(Access access = Access::read_write) const {
        try {
            open(access);
        } catch (const Error& error) {
            CHECK_FALSE(error.place().empty());
            CHECK_FALSE(error.hint_text().empty());
            return error;
        }
        return std::nullopt;
    }
};

std::string one(Store& store, const char* sql) {
    auto statement = store.db().prepare(sql);
    return statement.step()->get<std::string>(0);
}

}  // namespace

TEST_CASE("a new store has all tables, is durable, and belongs to us") {
    Folder fix;
    Store store = fix.open();
    CHECK(one(store, "PRAGMA journal_mode") == "wal");
    CHECK(one(store, "PRAGMA synchronous") == "2");
    CHECK(one(store, "PRAGMA foreign_keys") == "1");
    CHECK(one(store, "PRAGMA application_id") == std::to_string(application_id));
    CHECK(one(store, "PRAGMA user_version") == std::to_string(schema_version()));
    CHECK(one(store, "PRAGMA integrity_check") == "ok");
    CHECK(one(store, "SELECT name FROM experiments WHERE experiment = 0") == "Default");
    CHECK(one(store,
              "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE "
              "'%STRICT%'") == "0");
    // Nothing but the database and its log: the draft is gone.
    for (const auto& entry : std::filesystem::directory_iterator(fix.location.database.parent_path())) {
        CHECK(entry.path().filename().string().starts_with("store.db"));
    }
}

TEST_CASE("schema steps are numbered one after the other") {
    int number = 0;
    for (const SchemaStep& step : schema_steps()) CHECK(step.number == ++number);
    CHECK(schema_version() == number);
}

TEST_CASE("opened again it keeps what was written") {
    Folder fix;
    {
        fix.open().db().execute(
            "INSERT INTO experiments (name, artifact_location, creation_time, last_update_time) VALUES ('x', '', 0, "
            "0)");
    }
    Store store = fix.open(Access::read_only);
    CHECK(store.read_only());
    CHECK(one(store, "SELECT name FROM experiments WHERE experiment = 1") == "x");
    CHECK_THROWS_AS(store.db().execute("DELETE FROM experiments"), Error);
}

TEST_CASE("sixteen processes that open a store for the first time all get the same one") {
    Folder fix;
    std::vector<pid_t> children;
    for (int i = 0; i < 16; ++i) {
        const pid_t pid = ::fork();
        if (pid == 0) {
            int code = 1;
            try {
                Store store = fix.open();
                store.db()
                    .prepare(
                        "INSERT INTO experiments (name, artifact_location, creation_time, last_update_time) VALUES (?, "
                        "'', 0, 0)")
                    .bind(std::to_string(i))
                    .run();
                code = 0;
            } catch (const Error& error) {
                ::write(STDERR_FILENO, error.message().data(), error.message().size());
            }
            ::_exit(code);
        }
        children.push_back(pid);
    }
    for (const pid_t pid : children) {
        int status = 0;
        ::waitpid(pid, &status, 0);
        CHECK(status == 0);
    }
    Store store = fix.open();
    CHECK(one(store, "SELECT count(*) FROM experiments") == "17");
}

TEST_CASE("for reading, a store must be there") {
    Folder fix;
    CHECK(fix.failure(Access::read_only)->kind() == Kind::missing);
    CHECK_FALSE(std::filesystem::exists(fix.location.database.parent_path()));
}

TEST_CASE("empty, cut and overwritten files are called damaged, with the way out, and left alone") {
    Folder fix;
    fix.open();
    const std::string whole = fix.read();
    for (const std::string& bytes :
         {std::string(), std::string("SQLite"), std::string("hello, this is a note"), whole.substr(0, 50),
          whole.substr(0, 4096), whole.substr(0, whole.size() - 1), std::string(whole.size(), '\0')}) {
        CAPTURE(bytes.size());
        fix.write(bytes);
        const auto error = fix.failure();
        REQUIRE(error);
        CHECK(error->kind() == Kind::damaged);
        CHECK(error->hint_text().find("backup") != std::string::npos);
        CHECK(fix.read() == bytes);
    }
}

TEST_CASE("other programs' databases are left alone; MLflow's is known by name") {
    Folder fix;
    std::filesystem::create_directories(fix.location.database.parent_path());
    { base::Db::open(fix.location.database, {}).execute("CREATE TABLE t (x)"); }
    CHECK(fix.failure()->kind() == Kind::invalid);
    { base::Db::open(fix.location.database, {}).execute("CREATE TABLE alembic_version (version_num)"); }
    CHECK(fix.failure()->kind() == Kind::invalid);
    CHECK(fix.failure()->message().find("MLflow") != std::string::npos);
}

TEST_CASE("a folder where the store should be") {
    Folder fix;
    std::filesystem::create_directories(fix.location.database);
    CHECK_THROWS_AS(fix.open(), Error);
}

TEST_CASE("a store that a newer mlp changed is refused with a hint") {
    Folder fix;
    fix.open().db().execute("PRAGMA user_version = 999");
    const auto error = fix.failure();
    CHECK(error->kind() == Kind::conflict);
    CHECK(error->message().find("999") != std::string::npos);
    CHECK(fix.failure(Access::read_only)->kind() == Kind::conflict);
}

TEST_CASE("a read-only folder: readable, also with a log in it, and never written") {
    if (::getuid() == 0 && ::seteuid(65534) != 0) return;
    {
        Folder fix;
        { fix.open(); }
        const auto parent = fix.location.database.parent_path();
        ::chmod(parent.c_str(), 0555);
        ::chmod(fix.location.database.c_str(), 0444);
        Store store = fix.open(Access::read_only);
        CHECK(one(store, "SELECT name FROM experiments") == "Default");
        CHECK(fix.failure(Access::read_write)->kind() == Kind::invalid);
        CHECK(std::distance(std::filesystem::directory_iterator(parent), std::filesystem::directory_iterator()) == 1);
        ::chmod(parent.c_str(), 0755);
    }
    if (::getuid() == 0) CHECK(::seteuid(0) == 0);
}

TEST_CASE("every earlier schema is brought up to date with what it holds") {
    for (int from = 1; from < schema_version(); ++from) {
        CAPTURE(from);
        Folder fix;
        std::filesystem::create_directories(fix.location.database.parent_path());
        {
            base::Db db = base::Db::open(fix.location.database, {});
            db.execute("PRAGMA journal_mode=WAL; PRAGMA application_id=" + std::to_string(application_id));
            apply_steps(db, from);
            db.execute(std::string(
                base::read_file(std::filesystem::path(MLP_STORE_FIXTURES) / ("v" + std::to_string(from) + ".sql"))));
            CHECK(user_version(db) == from);
        }
        // Reading brings it up to date too, where it may be written.
        Store store = fix.open(from % 2 == 0 ? Access::read_only : Access::read_write);
        CHECK(user_version(store.db()) == schema_version());
        CHECK(one(store, "PRAGMA integrity_check") == "ok");
        CHECK(one(store, "SELECT count(*) FROM pragma_foreign_key_check") == "0");
        CHECK(one(store, "SELECT count(*) FROM audit_events") == "1");
        if (from >= 2) CHECK(one(store, "SELECT value FROM latest_metrics") == "0.5");
    }
}

TEST_CASE("leave_log: what is committed is in the log, and the next ordinary close folds it in") {
    Folder fix;
    fix.open();
    const auto log = fix.location.database.string() + "-wal";
    {
        Store store = fix.open();
        store.leave_log();
        store.db().execute(
            "INSERT INTO experiments (name, artifact_location, creation_time, last_update_time) VALUES ('x', '', 0, "
            "0)");
    }
    CHECK(base::signature_of(log)->size > 0);
    {
        Store store = fix.open();
        CHECK(one(store, "SELECT name FROM experiments WHERE experiment = 1") == "x");
    }
    CHECK_FALSE(base::signature_of(log));
    Store store = fix.open(Access::read_only);
    CHECK(one(store, "SELECT name FROM experiments WHERE experiment = 1") == "x");
}

TEST_CASE("a database that was deleted without its log does not come back in the next one") {
    Folder fix;
    fix.open();
    {
        Store store = fix.open();
        store.leave_log();
        for (int i = 0; i < 100; ++i) {
            store.db()
                .prepare(
                    "INSERT INTO experiments (name, artifact_location, creation_time, last_update_time) VALUES (?, '', "
                    "0, 0)")
                .bind(std::to_string(i))
                .run();
        }
    }
    REQUIRE(base::signature_of(fix.location.database.string() + "-wal"));
    std::filesystem::remove(fix.location.database);
    Store store = fix.open();
    CHECK(one(store, "SELECT count(*) FROM experiments") == "1");
    CHECK(one(store, "PRAGMA integrity_check") == "ok");
    CHECK(base::signature_of(fix.location.database.string() + "-wal.orphaned"));
}

TEST_CASE("file systems that several hosts share are known by their numbers") {
    CHECK(shared_file_system(0x6969) == "NFS");
    CHECK(shared_file_system(0xff534d42) == "CIFS");
    CHECK(shared_file_system(0x0bd00bd0) == "Lustre");
    CHECK_FALSE(shared_file_system(0xef53));      // ext4
    CHECK_FALSE(shared_file_system(0x01021994));  // tmpfs
    CHECK_FALSE(shared_file_system(0x794c7630));  // overlayfs
    CHECK(file_system_magic("/proc") == 0x9fa0);
    CHECK(file_system_magic("/proc/none/below") == 0x9fa0);
    CHECK(file_system_magic("not/there/at/all"));
}

}  // namespace mlp::store

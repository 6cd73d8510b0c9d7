// The yardstick for logging: the least that SQLite needs to keep metric points as durably as the tracking store does
// (write-ahead log, synchronous=FULL, the log left beside the file on closing). One table, one prepared statement.
//
//   raw_sqlite DB RUN COUNT ROWS_PER_TRANSACTION FIRST_STEP
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>

namespace {

void check(sqlite3* db, bool good) {
    if (good) return;
    std::fprintf(stderr, "raw_sqlite: %s\n", sqlite3_errmsg(db));
    std::exit(1);
}

void execute(sqlite3* db, const char* sql) { check(db, sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK); }

}  // namespace

int main(int argc, char** argv) {
    if (argc != 6) {
        std::fprintf(stderr, "usage: raw_sqlite DB RUN COUNT ROWS_PER_TRANSACTION FIRST_STEP\n");
        return 2;
    }
    const int run = std::atoi(argv[2]);
    const int count = std::atoi(argv[3]);
    const int group = std::atoi(argv[4]);
    const int first = std::atoi(argv[5]);
    sqlite3* db = nullptr;
    check(db, sqlite3_open(argv[1], &db) == SQLITE_OK);
    check(db, sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr) == SQLITE_OK);
    execute(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000");
    execute(db,
            "CREATE TABLE IF NOT EXISTS metrics (run INTEGER NOT NULL, key TEXT NOT NULL, timestamp INTEGER NOT NULL,"
            " step INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY (run, key, timestamp, step, value)) STRICT, "
            "WITHOUT ROWID");
    sqlite3_stmt* insert = nullptr;
    check(db,
          sqlite3_prepare_v2(db, "INSERT INTO metrics VALUES (?, 'loss', ?, ?, ?)", -1, &insert, nullptr) == SQLITE_OK);
    for (int row = 0; row < count; ++row) {
        if (row % group == 0) execute(db, "BEGIN IMMEDIATE");
        sqlite3_bind_int(insert, 1, run);
        sqlite3_bind_int64(insert, 2, 1700000000000 + first + row);
        sqlite3_bind_int(insert, 3, first + row);
        sqlite3_bind_double(insert, 4, 1.0 / (1 + row));
        check(db, sqlite3_step(insert) == SQLITE_DONE);
        sqlite3_reset(insert);
        if (row % group == group - 1 || row == count - 1) execute(db, "COMMIT");
    }
    sqlite3_finalize(insert);
    check(db, sqlite3_close(db) == SQLITE_OK);
    return 0;
}

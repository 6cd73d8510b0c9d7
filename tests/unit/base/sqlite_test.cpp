#include "core/base/sqlite.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/base/error.hpp"
#include "core/base/io.hpp"

using mlp::Error;
using mlp::Kind;
using namespace mlp::base;
using namespace std::chrono_literals;

namespace {

/// Runs `work`, which must fail, and gives its error.
template <class Work>
Error error_of(Work work) {
    try {
        work();
    } catch (const Error& error) {
        return error;
    }
    FAIL("no error");
    return Error(Kind::bug, "");
}

struct Store {
    TemporaryFolder folder{fs::temp_directory_path(), "sqlite"};
    fs::path path = folder.path() / "a b%?#.db";
    Db db = Db::open(path, {.busy_timeout = 50ms});
};

std::int64_t count(Db& db) {
    auto statement = db.prepare("select count(*) from t");
    return statement.step()->get<std::int64_t>(0);
}

}  // namespace

TEST_CASE("values go in and come out with their types") {
    Store store;
    store.db.execute("create table t(i, d, s, b, n, o)");
    auto insert = store.db.prepare("insert into t values(?,?,?,?,?,?)");
    insert.bind(std::int64_t{-5}, 0.5, "text", Blob{std::string_view("\0x", 2)}, nullptr, std::optional<int>(7)).run();
    CHECK(store.db.changes() == 1);
    CHECK(store.db.last_insert_id() == 1);
    auto select = store.db.prepare("select i, d, s, b, n, o, typeof(b) from t");
    const auto row = select.step();
    REQUIRE(row);
    CHECK(row->get<std::int64_t>(0) == -5);
    CHECK(row->get<int>(0) == -5);
    CHECK(row->get<bool>(0));
    CHECK(row->get<double>(0) == -5.0);
    CHECK(row->get<double>(1) == 0.5);
    CHECK(row->get<std::string>(2) == "text");
    CHECK(row->get<std::string_view>(3) == std::string_view("\0x", 2));
    CHECK(row->is_null(4));
    CHECK_FALSE(row->get<std::optional<std::string>>(4));
    CHECK_FALSE(row->get<std::optional<double>>(4));
    CHECK(row->get<std::optional<int>>(5) == 7);
    CHECK(row->get<std::string>(6) == "blob");
    CHECK_FALSE(select.step());
}

TEST_CASE("an empty text is stored as text, not as nothing") {
    Store store;
    store.db.execute("create table t(s text not null, b blob not null)");
    store.db.prepare("insert into t values(?,?)").bind(std::string_view(), Blob{}).run();
    auto select = store.db.prepare("select s, typeof(s), typeof(b) from t");
    const auto row = select.step();
    CHECK(row->get<std::string>(0).empty());
    CHECK(row->get<std::string>(1) == "text");
    CHECK(row->get<std::string>(2) == "blob");
}

TEST_CASE("what SQLite would change in silence is refused") {
    Store store;
    store.db.execute("create table t(x)");
    auto insert = store.db.prepare("insert into t values(?)");
    CHECK(error_of([&] { insert.bind(std::nan("")); }).kind() == Kind::bug);
    CHECK(error_of([&] { insert.bind(std::numeric_limits<std::uint64_t>::max()); }).kind() == Kind::bug);
    CHECK(error_of([&] { insert.bind(1, 2); }).kind() == Kind::bug);
    insert.bind(std::numeric_limits<double>::infinity()).run();
    insert.bind(std::uint64_t{1} << 62U).run();
    insert.bind("ten").run();
    auto select = store.db.prepare("select x, null from t");
    const auto infinite = select.step();
    CHECK(std::isinf(infinite->get<double>(0)));
    const auto null = error_of([&] { infinite->get<std::int64_t>(1); });
    CHECK(null.kind() == Kind::damaged);
    CHECK(null.message().find("nothing") != std::string::npos);
    const auto large = select.step();
    CHECK(large->get<std::int64_t>(0) == std::int64_t{1} << 62U);
    CHECK(error_of([&] { large->get<int>(0); }).kind() == Kind::damaged);
    const auto text = select.step();
    CHECK(error_of([&] { text->get<std::int64_t>(0); }).kind() == Kind::damaged);
}

TEST_CASE("statements are used again") {
    Store store;
    store.db.execute("create table t(x); insert into t values(1),(2),(3)");
    static const char* sql = "select x from t where x >= ? order by x";
    auto& first = store.db.cached(sql);
    CHECK(first.bind(2).step()->get<int>(0) == 2);
    auto& second = store.db.cached(sql);
    CHECK(&first == &second);
    CHECK(second.bind(3).step()->get<int>(0) == 3);
    CHECK_FALSE(second.step());
    CHECK(second.bind(1).step()->get<int>(0) == 1);
    CHECK_FALSE(store.db.cached(sql).step());  // bindings are gone: NULL matches nothing
    Db moved = std::move(store.db);
    CHECK(moved.cached(sql).bind(1).step()->get<int>(0) == 1);
}

TEST_CASE("a wrong statement is a bug that names its text") {
    Store store;
    const auto error = error_of([&] { store.db.prepare("select x from nowhere"); });
    CHECK(error.kind() == Kind::bug);
    CHECK(error.message().find("no such table: nowhere") != std::string::npos);
    CHECK(error.message().find(store.path.native()) != std::string::npos);
    REQUIRE(error.steps().size() == 1);
    CHECK(error.steps()[0].find("select x") != std::string::npos);
    CHECK(error_of([&] { store.db.prepare("select 1; select 2"); }).kind() == Kind::bug);
    CHECK(error_of([&] { store.db.prepare(" "); }).kind() == Kind::bug);
    CHECK(error_of([&] { store.db.execute("frob"); }).kind() == Kind::bug);
}

TEST_CASE("transactions are rolled back unless committed") {
    Store store;
    store.db.execute("create table t(x)");
    {
        Transaction transaction(store.db);
        store.db.execute("insert into t values(1)");
    }
    CHECK(count(store.db) == 0);
    {
        Transaction outer(store.db);
        store.db.execute("insert into t values(1)");
        {
            Transaction inner(store.db);
            store.db.execute("insert into t values(2)");
        }
        {
            Transaction inner(store.db);
            store.db.execute("insert into t values(3)");
            Transaction innermost(store.db);
            store.db.execute("insert into t values(4)");
            innermost.commit();
            inner.commit();
        }
        outer.commit();
    }
    CHECK(count(store.db) == 3);
    {
        Transaction outer(store.db);
        Transaction inner(store.db);
        store.db.execute("insert into t values(5)");
        inner.commit();
    }
    CHECK(count(store.db) == 3);
}

TEST_CASE("a look-up left half-way does not spoil the next transaction") {
    Store store;
    store.db.execute("pragma journal_mode=wal; create table t(x); insert into t values(1),(2)");
    static const char* sql = "select x from t";
    CHECK(store.db.cached(sql).step());  // still open: an old snapshot
    Db other = Db::open(store.path, {.busy_timeout = 50ms});
    other.execute("insert into t values(3)");
    Transaction transaction(store.db);
    store.db.execute("insert into t values(4)");
    transaction.commit();
    CHECK(count(store.db) == 4);
}

TEST_CASE("a store that another holds is a conflict after the wait") {
    Store store;
    store.db.execute("create table t(x)");
    Db other = Db::open(store.path, {.busy_timeout = 20ms});
    Transaction held(store.db);
    const auto error = error_of([&] { Transaction wanted(other); });
    CHECK(error.kind() == Kind::conflict);
    CHECK(error.message().find(store.path.native()) != std::string::npos);
    CHECK(error.message().find("database is locked (SQLite error 5)") != std::string::npos);
    CHECK_FALSE(error.hint_text().empty());
}

TEST_CASE("a unique constraint is a conflict, another one a bug") {
    Store store;
    store.db.execute("create table t(x primary key, y check(y > 0))");
    store.db.execute("insert into t values(1, 1)");
    CHECK(error_of([&] { store.db.execute("insert into t values(1, 1)"); }).kind() == Kind::conflict);
    CHECK(error_of([&] { store.db.execute("insert into t values(2, 0)"); }).kind() == Kind::bug);
}

TEST_CASE("files that are no database are damaged, absent ones missing") {
    const TemporaryFolder folder(fs::temp_directory_path());
    const auto garbage = folder.path() / "garbage.db";
    create_file(garbage, std::string(5000, 'x'));
    const auto error = error_of([&] { Db::open(garbage, {}); });
    CHECK(error.kind() == Kind::damaged);
    CHECK_FALSE(error.hint_text().empty());
    CHECK(error_of([&] { Db::open(folder.path() / "no" / "a.db", {}); }).kind() == Kind::missing);
    CHECK(error_of([&] { Db::open(folder.path() / "a.db", {.create = false}); }).kind() == Kind::missing);
    CHECK(error_of([&] { Db::open(folder.path() / "a.db", {.read_only = true}); }).kind() == Kind::missing);
    CHECK(error_of([&] { Db::open(folder.path(), {}); }).kind() == Kind::invalid);
    CHECK_FALSE(fs::exists(folder.path() / "a.db"));
}

TEST_CASE("a database whose pages are overwritten is damaged") {
    Store store;
    store.db.execute("create table t(x)");
    for (int i = 0; i < 50; ++i) store.db.execute("insert into t values(hex(zeroblob(1000)))");
    auto content = read_file(store.path);
    // Everything behind the first page, which holds the schema.
    std::fill(content.begin() + 4096, content.end(), '\xee');
    const auto broken = store.folder.path() / "broken.db";
    create_file(broken, content);
    auto db = Db::open(broken, {});
    const auto error = error_of([&] { count(db); });
    CHECK(error.kind() == Kind::damaged);
    CHECK(error.message().find(broken.native()) != std::string::npos);
    CHECK(error.hint_text().find(".recover") != std::string::npos);
}

TEST_CASE("reading only, and immutable beside a log that cannot be written") {
    Store store;
    store.db.execute("pragma journal_mode=wal; create table t(x); insert into t values(1); pragma wal_checkpoint");
    auto reader = Db::open(store.path, {.read_only = true});
    CHECK(count(reader) == 1);
    const auto error = error_of([&] { reader.execute("insert into t values(2)"); });
    CHECK(error.kind() == Kind::invalid);
    CHECK(error.message().find("readonly") != std::string::npos);
    auto frozen = Db::open(store.path, {.immutable = true});
    CHECK(count(frozen) == 1);
    // A copy that nobody has open: any other way of reading it would make a log beside it.
    const auto copy = store.folder.path() / "copy.db";
    clone_file(store.path, copy);
    auto alone = Db::open(copy, {.immutable = true});
    CHECK(count(alone) == 1);
    CHECK_FALSE(fs::exists(copy.native() + "-shm"));
}

TEST_CASE("a database that cannot grow says so, and the transaction is undone") {
    Store store;
    store.db.execute("create table t(x); insert into t values(1); pragma max_page_count=4");
    const auto error = error_of([&] {
        Transaction transaction(store.db);
        store.db.execute("insert into t values(2)");
        store.db.execute("insert into t values(hex(zeroblob(100000)))");
        transaction.commit();
    });
    CHECK(error.kind() == Kind::invalid);
    CHECK(error.message().find(store.path.native()) != std::string::npos);
    CHECK(error.hint_text().find("free some space") != std::string::npos);
    CHECK(count(store.db) == 1);
}

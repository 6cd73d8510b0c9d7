#include "core/store/audit.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "core/base/io.hpp"

using namespace mlp;
using base::Json;

namespace {

struct Trail {
    base::TemporaryFolder folder{std::filesystem::temp_directory_path(), "mlp-unit"};
    base::Env env = pinned();
    store::Location location{folder.path() / "store.db", folder.path() / "objects", store::Location::Origin::variable};
    store::Store store = store::Store::open(location, env);

    static base::Env pinned() {
        base::Env env = base::Env::of_process();
        env.now = [] { return base::Millis{1'700'000'000'000}; };
        env.variable = [](std::string_view name) {
            return name == "MLP_ACTOR" ? std::optional<std::string>("ada@desk") : std::nullopt;
        };
        return env;
    }
    store::AuditEvent add(const std::string& action, const std::string& subject, Json before = nullptr,
                          Json after = nullptr) {
        base::Transaction transaction(store.db());
        auto event = store::append_audit(store, action, subject, std::move(before), std::move(after), "why");
        transaction.commit();
        return event;
    }
    /// As somebody with a database tool would: past the triggers.
    void tamper(const std::string& sql) {
        store.db().execute("DROP TRIGGER IF EXISTS audit_is_append_only; DROP TRIGGER IF EXISTS audit_is_kept; " + sql);
    }
};

}  // namespace

TEST_CASE("events come back as they were written, each with the hash of the one before") {
    Trail trail;
    const auto first = trail.add("model.create", "churn", nullptr, {{"name", "churn"}});
    const auto second = trail.add("model.alias.set", "churn", {{"champion", 1}}, {{"champion", 2}});
    CHECK(first.sequence == 1);
    CHECK(!first.previous);
    CHECK(second.previous == first.hash);
    CHECK(second.actor == "ada@desk");
    const auto events = store::list_audit(trail.store, {});
    REQUIRE(events.size() == 2);
    CHECK(events[1].action == "model.alias.set");
    CHECK(events[1].before == Json{{"champion", 1}});
    CHECK(events[1].reason == "why");
    CHECK(events[1].time == 1'700'000'000'000);
    CHECK(events[1].hash == second.hash);
    CHECK(!store::verify_audit(trail.store));
}

TEST_CASE("the hash is that of the documented text") {
    Trail trail;
    const auto event = trail.add("a.b", "s", nullptr, {{"z", 1}, {"a", "x"}});
    CHECK(event.hash ==
          base::sha256(R"({"action":"a.b","actor":"ada@desk","after":{"a":"x","z":1},"before":null,"previous":")" +
                       std::string(64, '0') + R"(","reason":"why","sequence":1,"subject":"s","time":1700000000000})"));
}

TEST_CASE("an event outside a transaction is a bug; a rolled back one leaves no gap") {
    Trail trail;
    try {
        store::append_audit(trail.store, "a", "b", nullptr, nullptr);
        FAIL("taken");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::bug);
    }
    {
        base::Transaction transaction(trail.store.db());
        store::append_audit(trail.store, "lost", "b", nullptr, nullptr);
    }
    CHECK(trail.add("kept", "b").sequence == 1);
    CHECK(!store::verify_audit(trail.store));
}

TEST_CASE("lists: exact names, prefixes, pages") {
    Trail trail;
    trail.add("model.create", "churn");
    trail.add("model.version.create", "churn/1");
    trail.add("model.version.create", "churn/2");
    trail.add("model.version.create", "churn-b/1");
    trail.add("modelx", "churn/1");
    const auto count = [&](const store::AuditQuery& query) { return store::list_audit(trail.store, query).size(); };
    CHECK(count({.subject = "churn"}) == 1);
    CHECK(count({.subject = "churn/"}) == 3);
    CHECK(count({.subject = "churn/1"}) == 2);
    CHECK(count({.action = "model."}) == 4);
    CHECK(count({.action = "model.version.create"}) == 3);
    CHECK(count({.subject = "churn/", .action = "model."}) == 2);
    CHECK(count({.after = 3}) == 2);
    CHECK(count({.limit = 2}) == 2);
    CHECK(count({.limit = 0}) == 0);
    CHECK(store::list_audit(trail.store, {.after = 2, .limit = 1})[0].sequence == 3);
    CHECK(count({.subject = ""}) == 0);
    CHECK(count({.subject = "x' OR '1'='1"}) == 0);
}

TEST_CASE("the database refuses changes; those made past it are found") {
    Trail trail;
    for (int i = 0; i < 4; ++i) trail.add("a", "s" + std::to_string(i));
    CHECK_THROWS_AS(trail.store.db().execute("UPDATE audit_events SET actor = 'x'"), Error);
    CHECK_THROWS_AS(trail.store.db().execute("DELETE FROM audit_events WHERE sequence = 4"), Error);
}

TEST_CASE("every kind of tampering is named with its event") {
    struct Row {
        const char* sql;
        const char* found;
    };
    for (const Row& row : {Row{"UPDATE audit_events SET actor = 'x' WHERE sequence = 2", "event 2 was changed"},
                           Row{"UPDATE audit_events SET after = '{}' WHERE sequence = 1", "event 1 was changed"},
                           Row{"UPDATE audit_events SET after = '{' WHERE sequence = 3", "event 3 cannot be read"},
                           Row{"DELETE FROM audit_events WHERE sequence = 1", "event 1 is missing"},
                           Row{"DELETE FROM audit_events WHERE sequence IN (2, 3)", "events 2 to 3 are missing"},
                           Row{"DELETE FROM audit_events WHERE sequence = 4", "4 events were written, only 3 are left"},
                           Row{"DELETE FROM audit_events", "the end was cut off"},
                           Row{"UPDATE audit_events SET hash = zeroblob(32) WHERE sequence = 4", "event 4 was changed"},
                           Row{"UPDATE audit_events SET previous = zeroblob(32) WHERE sequence = 3",
                               "event 3 does not follow event 2"}}) {
        CAPTURE(row.sql);
        Trail trail;
        for (int i = 0; i < 4; ++i) trail.add("a", "s" + std::to_string(i));
        trail.tamper(row.sql);
        const auto problem = store::verify_audit(trail.store);
        REQUIRE(problem);
        CHECK(problem->find(row.found) != std::string::npos);
    }
}

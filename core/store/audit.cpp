#include "core/store/audit.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace mlp::store {

namespace {

using base::Digest;
using base::Json;
using base::Row;

std::string_view bytes_of(const Digest& digest) {
    // Bytes and characters are the same thing to SQLite.
    return {reinterpret_cast<const char*>(digest.bytes().data()), digest.bytes().size()};
}

Digest digest_of(std::string_view bytes) {
    std::array<std::uint8_t, 32> raw{};
    std::memcpy(raw.data(), bytes.data(), std::min(bytes.size(), raw.size()));
    return Digest::of_bytes(raw);
}

/// What the hash is taken of: every field but the hash itself (docs/formats/audit.md).
Digest hash_of(const AuditEvent& event) {
    return base::sha256(base::canonical_json(Json{{"action", event.action},
                                                  {"actor", event.actor},
                                                  {"after", event.after},
                                                  {"before", event.before},
                                                  {"previous", event.previous.hex()},
                                                  {"reason", event.reason},
                                                  {"sequence", event.sequence},
                                                  {"subject", event.subject},
                                                  {"time", event.time}}));
}

constexpr const char* columns = "sequence, time, actor, action, subject, before, after, reason, previous, hash";

AuditEvent event_of(const Row& row) {
    AuditEvent event;
    event.sequence = row.get<std::int64_t>(0);
    event.time = row.get<std::int64_t>(1);
    event.actor = row.get<std::string>(2);
    event.action = row.get<std::string>(3);
    event.subject = row.get<std::string>(4);
    const std::string place = fmt::format("audit event {}", event.sequence);
    event.before = base::parse_json(row.get<std::string_view>(5), place);
    event.after = base::parse_json(row.get<std::string_view>(6), place);
    event.reason = row.get<std::string>(7);
    event.previous = digest_of(row.get<std::string_view>(8));
    event.hash = digest_of(row.get<std::string_view>(9));
    return event;
}

/// [from, to) of the texts that begin with `prefix`, for an index; a prefix here ends with '/' or '.'.
std::pair<std::string, std::string> range_of(const std::string& prefix) {
    std::string end = prefix;
    end.back() = static_cast<char>(end.back() + 1);
    return {prefix, end};
}

struct Condition {
    std::string sql;
    std::vector<std::string> values;
};

void narrow(Condition& condition, std::string_view column, char separator, const std::optional<std::string>& wanted) {
    if (!wanted) return;
    if (!wanted->empty() && wanted->back() == separator) {
        const auto [from, to] = range_of(*wanted);
        condition.sql += fmt::format(" AND {0} >= ? AND {0} < ?", column);
        condition.values.insert(condition.values.end(), {from, to});
    } else {
        condition.sql += fmt::format(" AND {} = ?", column);
        condition.values.push_back(*wanted);
    }
}

}  // namespace

std::string actor_of(const base::Env& env) {
    if (auto named = env.variable("MLP_ACTOR")) return base::printable(*named);
    return base::printable(fmt::format("{}@{}", base::user_name(env), base::host_name()));
}

AuditEvent append_audit(Store& store, std::string action, std::string subject, Json before, Json after,
                        std::string reason) {
    base::Db& db = store.db();
    if (sqlite3_get_autocommit(db.handle()) != 0) {
        throw Error(Kind::bug, fmt::format("audit event '{}' outside a transaction", action));
    }
    AuditEvent event;
    event.time = store.env().now();
    event.actor = actor_of(store.env());
    event.action = std::move(action);
    event.subject = std::move(subject);
    event.before = std::move(before);
    event.after = std::move(after);
    event.reason = std::move(reason);
    {
        auto& last = db.cached("SELECT sequence, hash FROM audit_events ORDER BY sequence DESC LIMIT 1").bind();
        if (const auto row = last.step()) {
            event.sequence = row->get<std::int64_t>(0);
            event.previous = digest_of(row->get<std::string_view>(1));
        }
        last.reset();
    }
    ++event.sequence;
    event.hash = hash_of(event);
    db.cached(
          "INSERT INTO audit_events (sequence, time, actor, action, subject, before, after, reason, previous, hash) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(event.sequence, event.time, event.actor, event.action, event.subject, base::canonical_json(event.before),
              base::canonical_json(event.after), event.reason, base::Blob{bytes_of(event.previous)},
              base::Blob{bytes_of(event.hash)})
        .run();
    return event;
}

std::vector<AuditEvent> list_audit(Store& store, const AuditQuery& query) {
    Condition condition;
    narrow(condition, "subject", '/', query.subject);
    narrow(condition, "action", '.', query.action);
    auto statement = store.db().prepare(fmt::format(
        "SELECT {} FROM audit_events WHERE sequence > ?{} ORDER BY sequence LIMIT ?", columns, condition.sql));
    int index = 0;
    statement.bind_at(++index, query.after);
    for (const std::string& value : condition.values) statement.bind_at(++index, value);
    statement.bind_at(++index, std::max<std::int64_t>(query.limit, 0));
    std::vector<AuditEvent> events;
    while (const auto row = statement.step()) events.push_back(event_of(*row));
    return events;
}

std::optional<std::string> verify_audit(Store& store) {
    auto statement = store.db().prepare(fmt::format("SELECT {} FROM audit_events ORDER BY sequence", columns));
    AuditEvent last;
    while (const auto row = statement.step()) {
        const auto number = row->get<std::int64_t>(0);
        if (number != last.sequence + 1) {
            return number == last.sequence + 2
                       ? fmt::format("event {} is missing", last.sequence + 1)
                       : fmt::format("events {} to {} are missing", last.sequence + 1, number - 1);
        }
        AuditEvent event;
        try {
            event = event_of(*row);
        } catch (const Error& error) {
            return fmt::format("event {} cannot be read: {}", number, error.message());
        }
        if (event.previous != last.hash) {
            return fmt::format("event {} does not follow event {}: it names {} as the hash before it, which is {}",
                               number, last.sequence, event.previous.hex(), last.hash.hex());
        }
        if (const Digest found = hash_of(event); found != event.hash) {
            return fmt::format("event {} was changed: its content hashes to {}, recorded is {}", number, found.hex(),
                               event.hash.hex());
        }
        last = std::move(event);
    }
    auto highest = store.db().prepare("SELECT seq FROM sqlite_sequence WHERE name = 'audit_events'");
    const auto row = highest.step();
    const std::int64_t written = row ? row->get<std::int64_t>(0) : 0;
    if (written > last.sequence) {
        return fmt::format("{} events were written, only {} are left: the end was cut off", written, last.sequence);
    }
    return std::nullopt;
}

}  // namespace mlp::store

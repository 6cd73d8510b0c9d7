// mlp audit
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/release/session.hpp"
#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/store/audit.hpp"

namespace mlp::cli {

namespace {

struct Audit {
    std::optional<std::string> subject;
    std::optional<std::string> action;
    std::int64_t after = 0;
    std::int64_t limit = 100;
    bool verify = false;
};

base::Json event_json(const store::AuditEvent& event) {
    return {{"sequence", event.sequence},    {"time", event.time},       {"actor", event.actor},
            {"action", event.action},        {"subject", event.subject}, {"before", event.before},
            {"after", event.after},          {"reason", event.reason},   {"previous", event.previous.to_string()},
            {"hash", event.hash.to_string()}};
}

/// The change in one line: what it is now, or what it was when nothing is left.
std::string change_text(const store::AuditEvent& event) {
    const base::Json& shown = event.after.is_null() ? event.before : event.after;
    std::string text;
    if (!shown.is_object()) return text;
    for (const auto& [key, value] : shown.items()) {
        if (value.is_structured() && value.empty()) continue;
        const std::string plain = value.is_string() ? value.get<std::string>() : value.dump();
        if (plain.empty()) continue;
        text += fmt::format("{}{}={}", text.empty() ? "" : " ", key, plain);
    }
    return text;
}

void render(const std::vector<store::AuditEvent>& events, Text& text) {
    if (events.empty()) text.line("No event.");
    Table table({"#", "TIME", "ACTOR", "ACTION", "SUBJECT", "CHANGE"});
    table.right(0);
    for (const auto& event : events) {
        std::string change = change_text(event);
        if (!event.reason.empty()) change += (change.empty() ? "reason: " : "; reason: ") + event.reason;
        table.row({{std::to_string(event.sequence), Label::dim},
                   base::iso_time(event.time),
                   event.actor,
                   {event.action, Label::strong},
                   event.subject,
                   change});
    }
    if (!table.empty()) table.print(text);
}

Report audit(Invocation& call, const Audit& ask) {
    if (ask.limit < 0 || ask.after < 0) throw Error(Kind::usage, "--limit and --after count from 0");
    RegistrySession session(call, RegistrySession::Use::read);
    base::Json json = document("mlp.audit/1");
    if (ask.verify) {
        if (const auto problem = store::verify_audit(session.store())) {
            throw Error(Kind::damaged, fmt::format("the audit trail is not whole: {}", *problem))
                .at(session.store().location().database.string())
                .hint("somebody changed the database by hand: compare with a backup");
        }
    }
    const auto events = store::list_audit(session.store(), {ask.subject, ask.action, ask.after, ask.limit});
    if (ask.verify) json["verified"] = true;
    json["events"] = base::Json::array();
    for (const auto& event : events) json["events"].push_back(event_json(event));
    const bool full = static_cast<std::int64_t>(events.size()) == ask.limit && !events.empty();
    json["next_after"] = full ? base::Json(events.back().sequence) : base::Json();
    return {.document = json, .text = [events, ask, full](Text& text) {
                if (ask.limit > 0) render(events, text);
                if (full) text.line(Label::hint, fmt::format("There may be more: --after {}", events.back().sequence));
                if (ask.verify) text.add(Label::ok, "ok").line("  the chain is whole from its first event");
            }};
}

}  // namespace

Command audit_command() {
    auto ask = std::make_shared<Audit>();
    return {.arguments = {{"--subject", "Only this model version, environment or run; a beginning with a final '/'",
                           &ask->subject, false, "SUBJECT"},
                          {"--action", "Only this action; a beginning with a final '.'", &ask->action, false, "ACTION"},
                          {"--after", "Only events behind this number", &ask->after, false, "N"},
                          {"--limit", "At most so many", &ask->limit, false, "N"},
                          {"--verify", "Recompute the whole chain of hashes first", &ask->verify}},
            .run = [ask](Invocation& call) { return audit(call, *ask); }};
}

}  // namespace mlp::cli

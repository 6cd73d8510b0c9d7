#include "core/deploy/deployment.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/deploy/ledger.hpp"
#include "core/registry/content.hpp"
#include "core/store/audit.hpp"
#include "core/store/store.hpp"

namespace mlp::deploy {

namespace {

Json gates_json(const std::vector<registry::GateResult>& gates) {
    Json list = Json::array();
    for (const auto& gate : gates) {
        list.push_back({{"gate", gate.gate}, {"passed", gate.passed}, {"reason", gate.reason}});
    }
    return list;
}

std::string text_in(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// One use of a target: what all changes of it share.
class Change {
public:
    Change(store::Store& store, registry::ModelRegistry& registry, DeployTarget& target, const Destination& destination)
        : store_(store),
          registry_(registry),
          place_(target.place()),
          destination_(destination),
          session_(target.begin()) {
        state_ = session_->state();
        recover();
    }

    TargetSession& session() { return *session_; }
    const TargetState& state() const { return state_; }
    Outcome& outcome() { return outcome_; }
    store::Store& store() { return store_; }

    Entry next_entry(const std::string& action) const;
    /// Nothing to swap: only the alias may have to follow.
    Outcome unchanged();
    /// Row, audit event and alias in one transaction around the swap. Nobody sees one without the other; only a kill
    /// between swap and commit leaves a swap without its row, which recover() adds on the next use.
    Outcome commit(const Entry& entry);

private:
    void recover();
    void move_alias(const Entry& entry);

    store::Store& store_;
    registry::ModelRegistry& registry_;
    std::string place_;
    Destination destination_;
    std::unique_ptr<TargetSession> session_;
    TargetState state_;
    Outcome outcome_;
};

Json audit_of(const Entry& entry, const std::string& place) {
    Json json{{"project", entry.project}, {"release", entry.release}, {"number", entry.number}, {"model", entry.model},
              {"version", entry.version}, {"digest", entry.digest},   {"target", place}};
    Json failed = Json::array();
    for (const Json& gate : entry.gates) {
        if (!gate.value("passed", true)) failed.push_back(gate.value("gate", ""));
    }
    if (!failed.empty()) json["failed_gates"] = std::move(failed);
    return json;
}

void Change::move_alias(const Entry& entry) {
    if (!destination_.alias) return;
    // Another store may have given the number to something else: only the very same version gets the alias.
    const auto version = registry_.find_version(entry.model, entry.version);
    if (!version || version->digest != entry.digest) return;
    const auto before = registry_.find_alias(entry.model, *destination_.alias);
    if (before == entry.version) return;
    registry_.set_alias(entry.model, *destination_.alias, entry.version);
    outcome_.alias_before = before;
    outcome_.alias_moved = true;
}

void Change::recover() {
    const Entry* current = state_.current_entry();
    if (current == nullptr || is_recorded(store_, state_.id, current->number)) return;
    base::Transaction transaction(store_.db());
    if (!record(store_, state_.id, place_, *current)) return;
    store::append_audit(store_, "deploy.recover", destination_.environment, nullptr, audit_of(*current, place_),
                        current->reason);
    move_alias(*current);
    transaction.commit();
    outcome_.recovered = true;
}

Entry Change::next_entry(const std::string& action) const {
    Entry entry;
    entry.number = state_.history.empty() ? 1 : state_.history.back().number + 1;
    entry.time = store_.env().now();
    entry.actor = store::actor_of(store_.env());
    entry.action = action;
    entry.environment = destination_.environment;
    entry.project = destination_.project;
    entry.previous = state_.current;
    return entry;
}

Outcome Change::unchanged() {
    outcome_.entry = *state_.current_entry();
    outcome_.changed = false;
    base::Transaction transaction(store_.db());
    move_alias(outcome_.entry);
    transaction.commit();
    return outcome_;
}

Outcome Change::commit(const Entry& entry) {
    outcome_.entry = entry;
    const Entry* before = state_.current_entry();
    {
        base::Transaction transaction(store_.db());
        record(store_, state_.id, place_, entry);
        store::append_audit(store_, entry.action == "rollback" ? "deploy.rollback" : "deploy.release",
                            entry.environment, before == nullptr ? Json() : audit_of(*before, place_),
                            audit_of(entry, place_), entry.reason);
        move_alias(entry);
        session_->activate(entry);
        try {
            transaction.commit();
        } catch (...) {
            session_->withdraw(entry);
            throw;
        }
    }
    try {
        outcome_.pruned = session_->prune(destination_.keep);
    } catch (const Error& error) {
        // The release is out and recorded; old ones that cannot be removed are no reason to call it failed.
        outcome_.warning = "old releases could not be removed: " + error.message();
    }
    return outcome_;
}

/// "3" or "churn:3" of an entry?
bool names_version(const Entry& entry, const std::string& to) {
    return to == std::to_string(entry.version) || to == fmt::format("{}:{}", entry.model, entry.version);
}

std::string list_releases(const TargetState& state) {
    std::string list;
    for (const std::string& id : release_stack(state.history)) list += (list.empty() ? "" : ", ") + id;
    return list;
}

}  // namespace

std::string find_release(const TargetState& state, const std::optional<std::string>& to) {
    if (to) {
        for (auto entry = state.history.rbegin(); entry != state.history.rend(); ++entry) {
            if (entry->release == *to || names_version(*entry, *to)) return entry->release;
        }
        throw Error(Kind::missing, fmt::format("nothing called '{}' was ever released here", base::printable(*to)))
            .hint(state.history.empty() ? std::string("`mlp deploy` makes the first release")
                                        : fmt::format("released so far: {}", list_releases(state)));
    }
    const auto stack = release_stack(state.history);
    const auto place = std::find(stack.begin(), stack.end(), state.current);
    if (place == stack.end() || place == stack.begin()) {
        throw Error(Kind::missing, stack.empty()
                                       ? "nothing was ever released here"
                                       : fmt::format("there is no release before '{}' to go back to", state.current))
            .hint("`mlp deploy ENV MODEL:VERSION` releases a version; `mlp history ENV` shows what was released");
    }
    return *(place - 1);
}

Outcome deploy(store::Store& store, registry::ModelRegistry& registry, DeployTarget& target,
               const Destination& destination, const registry::ModelVersion& version, const std::string& reason) {
    const std::string release = release_id(version);
    Change change(store, registry, target, destination);
    change.session().prepare(version, [&](const registry::Part& part, const std::filesystem::path& to) {
        registry::write_part(store, part, to);
    });
    if (change.state().current == release && change.state().current_entry() != nullptr) return change.unchanged();
    Entry entry = change.next_entry("deploy");
    entry.release = release;
    entry.model = version.model;
    entry.version = version.version;
    entry.digest = version.digest;
    entry.run_id = version.run_id;
    entry.commit = text_in(version.provenance, "commit");
    entry.reason = reason;
    entry.gates = gates_json(version.gates);
    return change.commit(entry);
}

Outcome rollback(store::Store& store, registry::ModelRegistry& registry, DeployTarget& target,
                 const Destination& destination, const std::optional<std::string>& to) {
    Change change(store, registry, target, destination);
    const std::string release = find_release(change.state(), to);
    if (release == change.state().current) return change.unchanged();
    change.session().verify(release);
    const Entry* earlier = change.state().newest_entry(release);
    Entry entry = *earlier;
    const Entry next = change.next_entry("rollback");
    entry.number = next.number;
    entry.time = next.time;
    entry.actor = next.actor;
    entry.action = next.action;
    entry.previous = next.previous;
    return change.commit(entry);
}

}  // namespace mlp::deploy

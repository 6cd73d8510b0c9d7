// The audit trail: one hash-chained event for each change of models, gates, releases and deletions.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "core/store/store.hpp"

namespace mlp::store {

struct AuditEvent {
    std::int64_t sequence = 0;  ///< from 1, without gaps
    base::Millis time = 0;
    std::string actor;      ///< user@host, or MLP_ACTOR
    std::string action;     ///< "model.version.create", "model.alias.set", "deploy.release", "run.delete" …
    std::string subject;    ///< "churn/3", "staging", run id …
    base::Json before;      ///< null when there was nothing
    base::Json after;       ///< null when nothing is left
    std::string reason;     ///< free text, e.g. of an override; may be empty
    base::Digest previous;  ///< hash of the event before; zero for the first
    base::Digest hash;      ///< SHA-256 of canonical JSON of all fields above
};

/// Who acts: MLP_ACTOR, else user@host.
std::string actor_of(const base::Env& env);

/// Appends one event inside the caller's open transaction (Error{bug} without one). Sequence, time, actor and hashes
/// are filled in.
AuditEvent append_audit(Store& store, std::string action, std::string subject, base::Json before, base::Json after,
                        std::string reason = {});

struct AuditQuery {
    std::optional<std::string> subject = {};  ///< exact, or a prefix that ends with '/'
    std::optional<std::string> action = {};   ///< exact, or a prefix that ends with '.'
    std::int64_t after = 0;              ///< sequence, for paging
    std::int64_t limit = 100;
};
std::vector<AuditEvent> list_audit(Store& store, const AuditQuery& query);

/// Walks the whole chain, streaming. Nothing when it is whole, else what is wrong with which event.
std::optional<std::string> verify_audit(Store& store);

}  // namespace mlp::store

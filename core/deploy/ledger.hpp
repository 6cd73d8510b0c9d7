// What the store knows of releases: one row each, so that "where is this version released?" needs no visit to a target.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/deploy/release.hpp"

namespace mlp::store {
class Store;
}

namespace mlp::deploy {

struct LedgerRow {
    std::string target;  ///< the target's own id
    std::string place;   ///< where it was at that time
    Entry entry;         ///< without gates, run and commit, which the target's history holds
};

/// Adds a row inside the caller's transaction; false when target and number are known already.
bool record(store::Store& store, const std::string& target, const std::string& place, const Entry& entry);
bool is_recorded(store::Store& store, const std::string& target, std::int64_t number);

/// The newest row of each target that serves this version, as far as this store knows.
std::vector<LedgerRow> serving(store::Store& store, const std::string& model, std::int64_t version);

/// The newest row of each target, for all environments of a project (all projects without one), newest first.
std::vector<LedgerRow> current_releases(store::Store& store, const std::optional<std::string>& project = std::nullopt);

}  // namespace mlp::deploy

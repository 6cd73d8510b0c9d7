// The numbered steps that make a store's tables (schema/NNN_name.sql, in the binary), and applying those that are
// missing.
#pragma once

#include <span>
#include <string_view>

#include "core/base/sqlite.hpp"

namespace mlp::store {

/// In the header of every store: "mlp1". Other SQLite files are never taken for ours.
inline constexpr int application_id = 0x6d6c7031;

struct SchemaStep {
    int number;             ///< from the file's name: the user_version after it
    std::string_view name;  ///< "002_tracking.sql"
    std::string_view sql;
};

/// All steps in order.
std::span<const SchemaStep> schema_steps();

/// Brings the database from its user_version up to `target` in one transaction; nothing when it is there already. Safe
/// when several processes do so at once: the version is read again under the write lock.
void apply_steps(base::Db& db, int target);

int user_version(base::Db& db);

}  // namespace mlp::store

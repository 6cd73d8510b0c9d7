// The first hundred bytes of a database, looked at before SQLite uses them: is it ours, is it whole?
#pragma once

#include <filesystem>
#include <string>

#include "core/base/sqlite.hpp"

namespace mlp::store {

/// Empty, cut off or not SQLite: Error{damaged} with how to repair. Somebody else's database, MLflow's for one:
/// Error{invalid}.
/// `db` has just been opened; nothing was asked of it yet.
void check_header(base::Db& db);

/// Error{damaged} for the store at `database`: what was found, and how to repair or begin anew.
[[noreturn]] void refuse_damaged(const std::filesystem::path& database, const std::string& found);

}  // namespace mlp::store

// The first hundred bytes of a database, looked at before SQLite does: is it ours, is it whole?
#pragma once

#include <filesystem>

namespace mlp::store {

/// Empty, cut off or not SQLite: Error{damaged} with how to repair. Somebody else's database, MLflow's for one:
/// Error{invalid}.
void check_header(const std::filesystem::path& database);

}  // namespace mlp::store

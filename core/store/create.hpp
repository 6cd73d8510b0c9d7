// Making a new store so that nobody ever sees half of one.
#pragma once

#include <filesystem>

#include "core/base/env.hpp"

namespace mlp::store {

/// Builds the database with all schema steps under a temporary name, syncs it, and gives it its name unless another
/// process was faster. Makes the folder.
void create_store(const std::filesystem::path& database, const base::Env& env);

}  // namespace mlp::store

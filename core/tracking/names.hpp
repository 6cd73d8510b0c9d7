// Names for runs that were given none: "adjective-animal-number", as people know them from MLflow.
#pragma once

#include <string>

#include "core/base/env.hpp"

namespace mlp::tracking {

/// "brisk-otter-417".
std::string random_name(const base::Env& env);

}  // namespace mlp::tracking

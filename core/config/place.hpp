// Places as texts, read back.
#pragma once

#include <string>

#include "core/base/error.hpp"

namespace mlp::config {

/// "name:3:7" as a position in the file `name`; line and column stay 0 where the text says nothing.
Position position_from(const std::string& place, const std::string& name);

}  // namespace mlp::config

// A stage as JSON: as it will run, with templates resolved.
#pragma once

#include "core/base/json.hpp"
#include "core/config/project.hpp"

namespace mlp::cli {

/// @return address, name in its file, file, cmd, wdir, deps, params by file, outs with their flags, and what is set.
base::Json stage_json(const config::Stage& stage);

}  // namespace mlp::cli

// The name of everything that a stage's outputs depend on (docs/formats/fingerprint.md).
#pragma once

#include <string>

#include "core/pipeline/stage_state.hpp"

namespace mlp::pipeline {

/// The canonical JSON that is hashed: {v, cmd, shell, wdir, deps, params, outs, env, python}.
std::string fingerprint_text(const StageInputs& inputs);

/// SHA-256 of fingerprint_text.
Digest fingerprint(const StageInputs& inputs);

}  // namespace mlp::pipeline

// What happens to a stage's files around its run: outputs taken away before, stored after; brought back instead of a
// run.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/config/project.hpp"
#include "core/pipeline/contents.hpp"
#include "core/pipeline/recorder.hpp"
#include "core/pipeline/run_cache.hpp"

namespace mlp::pipeline {

/// Removes the outputs (but those that persist) and makes the folders they will stand in.
void clear_outputs(Contents& contents, const config::Stage& stage);
/// The first half alone: after an interrupt nothing half-made stays behind.
void remove_outputs(Contents& contents, const config::Stage& stage);

/// Whether storing these outputs would take so long that it must not be done in the loop.
bool slow_to_store(Contents& contents, const config::Stage& stage);
bool slow_to_restore(const Outputs& outputs);

/// Digests all outputs and puts those that are kept into the batch. One that is not there: Error{work_failed}.
/// @param locked  what the lock knows; what is the same by the text digest of DVC 2 stays in the place of that, as in DVC
Outputs store_outputs(Contents& contents, const config::Stage& stage, const Outputs& locked, Contents::Batch& batch);

/// Makes the workspace hold exactly these outputs; those already right are not touched.
void restore_outputs(Contents& contents, const Outputs& outputs);

/// Numbers of all metrics files of the stage. A file that cannot be read becomes a warning.
std::map<std::string, double> metrics_of(Contents& contents, const config::Stage& stage,
                                         std::vector<std::string>& warnings);

}  // namespace mlp::pipeline

// mlp.lock: what the last run saw and made (docs/formats/mlp-lock.md).
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/pipeline/stage_state.hpp"

namespace mlp::pipeline {

inline constexpr std::string_view lock_file = "mlp.lock";

struct Lock {
    std::map<std::string, LockedStage> stages;
    const LockedStage* find(const std::string& stage) const;
};

/// Which paths may stand in a lock.
enum class LockPaths {
    inside,  ///< of the project: a file that others may have written
    any,     ///< our own rows, which keep stages of DVC too
};

/// Reads the text of a lock file. Conflict markers, an unknown version, wrong or hostile values: Error{invalid} with
/// place and way out. `file` goes into places.
Lock parse_lock(std::string_view text, std::string_view file, LockPaths paths = LockPaths::inside);

/// One entry a line and sorted names, so that a change touches few lines. parse_lock gives back an equal value.
std::string lock_text(const Lock& lock);

}  // namespace mlp::pipeline

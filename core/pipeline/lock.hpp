// mlp.lock: what the last run saw and made (docs/formats/mlp-lock.md).
#pragma once

#include <filesystem>
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

/// Reads the text of a lock file. Conflict markers, an unknown version, wrong or hostile values: Error{invalid} with
/// place and way out. `file` goes into places.
Lock parse_lock(std::string_view text, std::string_view file);

/// One entry a line and sorted names, so that a change touches few lines. parse_lock gives back an equal value.
std::string lock_text(const Lock& lock);

/// The lock file of a project together with the digest of its bytes. Absent: an empty lock and no digest.
struct LockFile {
    Lock lock;
    Digest digest;
};
LockFile read_lock(const std::filesystem::path& root);

}  // namespace mlp::pipeline

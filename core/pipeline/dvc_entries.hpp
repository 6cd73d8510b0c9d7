// Between the engine's lock entries and DVC's files: a dvc.lock with many stages, or a .dvc file that is its own lock.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/project.hpp"
#include "core/pipeline/dvc_lock.hpp"
#include "core/pipeline/lock.hpp"

namespace mlp::pipeline {

/// What an entry says about what the stage declares now; dvc.lock may hold more.
LockedStage from_dvc(const config::Stage& stage, const DvcLockedStage& entry);
/// @param old the entry that this one takes the place of, or nullptr: what it says beyond digests (URLs, cloud versions)
///            stays where the content is the same
DvcLockedStage to_dvc(const config::Stage& stage, const LockedStage& entry, const DvcLockedStage* old);

/// The entries of `stages`, which all stand in this file, by address. One that was never run has none.
std::map<std::string, LockedStage> read_dvc_entries(std::string_view text, const std::string& file,
                                                    const std::vector<const config::Stage*>& stages,
                                                    DvcLockLayouts layouts = DvcLockLayouts::of_today);

/// The file's text with the entries of `lock` that differ from it put in; nothing when none does. `text` is empty for a
/// file that is not there.
/// @param settled  stages that differ, too, when the file says more than they declare
std::optional<std::string> update_dvc_entries(const config::Project& project, std::string_view text,
                                              const std::string& file, const std::vector<const config::Stage*>& stages,
                                              const Lock& lock, const std::set<std::string>& settled);

}  // namespace mlp::pipeline

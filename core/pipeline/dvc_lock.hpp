// dvc.lock: what DVC's last run of each stage saw and made. Read, and changed entry by entry so that the file is what
// DVC itself would have written.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/json.hpp"
#include "core/data/dvc/tracked.hpp"
#include "core/pipeline/param_aliases.hpp"

namespace mlp::pipeline {

using base::Json;

/// One stage. Paths are as DVC writes them: see dvc_lock_path.
struct DvcLockedStage {
    Json cmd;  ///< a text, or a list of texts, as the stage has it
    std::map<std::string, data::dvc::Tracked> deps;
    std::map<std::string, std::map<std::string, Json>> params;  ///< file → flat key → value (see base::python_value)
    ParamAliases aliases;                                       ///< between those parameters
    std::map<std::string, data::dvc::Tracked> outs;             ///< metrics and plots among them
    bool operator==(const DvcLockedStage&) const = default;
};

/// A stage and the whole lines of the file that it takes, from its name on.
struct DvcLockEntry {
    std::string name;  ///< without the folder: as in its dvc.yaml
    DvcLockedStage stage;
    std::size_t begin = 0;  ///< byte offsets
    std::size_t end = 0;
};

struct DvcLock {
    std::vector<DvcLockEntry> entries;  ///< in the file's order
    Json datasets;                      ///< as it stands; null when there is none
    /// Each entry has lines of its own and the layout is today's: entries can be changed one by one.
    bool entries_are_lines = false;
    const DvcLockEntry* find(std::string_view name) const;
};

/// Which locks are read: those that DVC reads today, or for looking back those of DVC 1 as well (stages at the top, no
/// schema), as earlier commits may hold them.
enum class DvcLockLayouts { of_today, all };

/// Reads a lock of schema 2.0. An empty one, the layout of DVC 1 (unless asked for), a merge conflict, duplicate and
/// unknown keys, wrong types: Error{invalid} with place and way out, as DVC reads none of them. `file` goes into places.
DvcLock parse_dvc_lock(std::string_view text, std::string_view file,
                       DvcLockLayouts layouts = DvcLockLayouts::of_today);

/// Reads what stands below one stage's name, at the top of a document, as in DVC's run cache. Errors as parse_dvc_lock.
DvcLockedStage parse_dvc_stage(std::string_view text, std::string_view file);

/// The text, empty for a file that is not there yet, with these stages replaced where they stand, or appended in this
/// order. Other entries take today's folding and quotes where theirs are an older DVC's, and every other byte is kept,
/// when the file has the layout that DVC writes; else it is written anew from its values. Errors as parse_dvc_lock.
std::string update_dvc_lock(std::string_view text, std::string_view file,
                            const std::vector<std::pair<std::string, DvcLockedStage>>& changed);

/// The value of one stage with its keys in DVC's order: what stands below its name, and in DVC's run cache.
Json dvc_stage_value(const DvcLockedStage& stage);
/// That value as YAML, at the top of a document.
std::string dvc_stage_text(const DvcLockedStage& stage);

/// A path relative to the project's root, normal, as a path from the working folder `wdir` ("." or relative to the
/// root): ("data/a", "src") is "../data/a". Absolute paths and URLs stay.
std::string dvc_lock_path(std::string_view path, std::string_view wdir);
/// The reverse, for any spelling ("./a", "b/../a"); nothing for a relative path that leads out of the project.
std::optional<std::string> path_of_dvc_lock(std::string_view written, std::string_view wdir);

}  // namespace mlp::pipeline

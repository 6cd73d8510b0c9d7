// What earlier runs made, by fingerprint: rows of the store, so that going back restores instead of running.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/base/env.hpp"
#include "core/base/sqlite.hpp"
#include "core/pipeline/lock.hpp"
#include "core/pipeline/stage_state.hpp"

namespace mlp::pipeline {

/// path → content of everything a stage made.
using Outputs = std::map<std::string, Content>;

/// The tracked run of the stage that made something.
struct Maker {
    std::string run_id;  ///< empty: not tracked
    base::Millis time = 0;
    bool operator==(const Maker&) const = default;
};

struct EarlierResult {
    Outputs outputs;
    Maker made_by;
};

/// What the newest good run with this fingerprint made. A row that cannot be read counts as none.
std::optional<EarlierResult> find_cached(base::Db& db, const Digest& fingerprint);

/// Who made it, without reading what it was.
std::optional<Maker> find_maker(base::Db& db, const Digest& fingerprint);

/// Inside the caller's transaction. An older row of the same fingerprint is replaced: the newest run is the one to
/// restore.
void put_cached(base::Db& db, const Digest& fingerprint, const std::string& stage, const Outputs& outputs,
                const std::optional<std::string>& run_id, base::Millis time);

Json outputs_json(const Outputs& outputs);
/// The reverse; nothing for what it never wrote (a hostile path, an unknown kind).
std::optional<Outputs> outputs_from_json(const Json& list, LockPaths paths = LockPaths::inside);

}  // namespace mlp::pipeline

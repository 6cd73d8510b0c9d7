// The merge driver for lock files as this mlp registers it with git.
#pragma once

#include "core/base/env.hpp"
#include "core/git/merge_driver.hpp"

namespace mlp::cli {

/// Its command names this program by an absolute path, which is tried first, and by its name: git may be started where
/// PATH is another one (an editor, a service), and the program may move.
git::MergeDriver lock_merge_driver(const base::Env& env);

}  // namespace mlp::cli

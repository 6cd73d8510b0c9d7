// Waiting for somebody to save a file, for commands with --watch.
#pragma once

#include "core/base/file_watch.hpp"

namespace mlp::cli {

/// Sleeps until the watch tells something and then is quiet for a moment: editors write in several steps, a checkout
/// writes many files. Leaves by base::Interrupted on a signal.
void sleep_until_saved(const base::FileWatch& files);

}  // namespace mlp::cli

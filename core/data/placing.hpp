// Putting what was built aside into its place by one step, so that a kill leaves old or new.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/base/io.hpp"

namespace mlp::data {

/// A folder to build in, on the file system of `target`: below .mlp/tmp of the project at `root`, or else beside it.
/// Leftovers of processes that were killed are swept on the way.
base::TemporaryFolder staging(const std::filesystem::path& root, const std::filesystem::path& target);

/// Renames `made` (below `staged`) to `target` in one step. What stood there is left under `staged`, to go with it.
void put_into_place(const std::filesystem::path& made, const std::filesystem::path& target,
                    const std::filesystem::path& staged);

/// Removes a file, a link or a folder, the latter by moving it away first. Absent is fine.
void remove_placed(const std::filesystem::path& root, const std::filesystem::path& target);

/// Sets the times of a file that we wrote a little into the past, so that any later write differs however coarse the
/// clock is. Gives the modification time as the file system keeps it.
std::int64_t back_date(int fd, const std::filesystem::path& path);

}  // namespace mlp::data

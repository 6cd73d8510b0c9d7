// data.lock: the data that a project of mlp.yaml tracks, by path (docs/formats/data-lock.md). In a project of DVC the
// .dvc files say it instead.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "core/data/tree.hpp"

namespace mlp::data {

inline constexpr std::string_view data_lock_file = "data.lock";

/// Content by path: relative to the root, normal, never inside of .mlp or .git; none lies below another.
using DataLock = std::map<std::string, Content>;

/// Empty text is an empty lock. A merge conflict, an unknown version, wrong or hostile values: Error{invalid} with place
/// and way out.
DataLock parse_data_lock(std::string_view text, std::string_view file = data_lock_file);
/// One path a line, sorted, so that a change touches few lines and git merges it.
std::string data_lock_text(const DataLock& lock);

/// Of the project at `root`; empty when there is none.
DataLock read_data_lock(const std::filesystem::path& root);
/// Atomically. Nothing is written when it says the same.
void write_data_lock(const std::filesystem::path& root, const DataLock& lock);

}  // namespace mlp::data

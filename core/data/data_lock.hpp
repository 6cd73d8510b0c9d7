// data.lock: the data that a project of mlp.yaml tracks, by path (docs/formats/data-lock.md). In a project of DVC the
// .dvc files say it instead.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/data/tree.hpp"

namespace mlp::data {

inline constexpr std::string_view data_lock_file = "data.lock";

/// Where imported data came from, so that `mlp data update` can look there again.
struct DataSource {
    std::string url;     ///< a git repository, or the file or folder itself; a path is meant from the root
    std::string path;    ///< in the repository; empty: it is none
    std::string rev;     ///< branch, tag or commit that was asked for; empty: HEAD
    std::string commit;  ///< of the repository, that it was taken from
    std::string state;   ///< of what is no repository: digest of all that told its content then (size, ETag …)
    bool is_repository() const { return !path.empty(); }
    bool operator==(const DataSource&) const = default;
};

struct DataEntry {
    Content content;
    std::optional<DataSource> source = {};  ///< nothing: it was added
    bool operator==(const DataEntry&) const = default;
};

/// By path: relative to the root, normal, never inside of .mlp or .git; none lies below another.
using DataLock = std::map<std::string, DataEntry>;

/// An empty text, a merge conflict, an unknown version, wrong or hostile values: Error{invalid} with place
/// and way out.
DataLock parse_data_lock(std::string_view text, std::string_view file = data_lock_file);
/// One path a line, sorted, so that a change touches few lines and git merges it.
std::string data_lock_text(const DataLock& lock);
/// … the line of one path.
std::string data_lock_line(const std::string& path, const DataEntry& entry);
/// … and all that stands before the first of them.
std::string_view data_lock_head();

/// The path in the lock that a path lies below; nothing: none, as it must be.
std::optional<std::string> path_around(const DataLock& lock, const std::string& path);

/// Of the project at `root`; empty when there is none.
DataLock read_data_lock(const std::filesystem::path& root);
/// Atomically. Nothing is written when it says the same.
void write_data_lock(const std::filesystem::path& root, const DataLock& lock);

}  // namespace mlp::data

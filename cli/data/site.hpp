// What the commands of data stand on: the project, its locks, contents of both kinds, and what a word names in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/data/tracked.hpp"
#include "cli/invocation.hpp"
#include "core/base/io.hpp"
#include "core/data/data_lock.hpp"
#include "core/data/dvc/project_lock.hpp"
#include "core/data/file_index.hpp"
#include "core/data/workspace.hpp"
#include "core/pipeline/contents.hpp"
#include "core/pipeline/locks.hpp"

namespace mlp::cli {

/// A tracked path, or the part of it that was asked for.
struct Chosen {
    const TrackedPath* tracked = nullptr;
    std::string part = {};  ///< the way down in a folder; empty: all of it

    std::string path() const { return part.empty() ? tracked->path : tracked->path + "/" + part; }
};

/// What a word names among these: everything at or below its path, what a stage or .dvc file of that name records; else
/// the part that it is of the innermost folder around it. Nothing: none of these.
/// @param path of the word, relative to the root
std::vector<Chosen> named_among(const std::vector<TrackedPath>& tracked, const std::string& path,
                                const std::string& word);

class DataSite {
public:
    /// Reads only.
    explicit DataSite(Invocation& call);

    Invocation& call() { return call_; }
    const std::filesystem::path& root() const;
    data::FileIndex& index() { return index_; }
    pipeline::Contents& contents() { return contents_; }
    const config::Project& project() const;
    /// Data is recorded in .dvc files and kept in DVC's cache.
    bool is_dvc() const { return is_dvc_; }
    base::Algorithm algorithm() const { return is_dvc_ ? base::Algorithm::md5 : base::Algorithm::sha256; }
    data::DataLock& data_lock() { return data_lock_; }
    const std::vector<TrackedPath>& tracked() const { return tracked_; }

    /// A word of the command line as a path relative to the root, or absolute where it leads out of it.
    std::string path_of(const std::string& word) const;
    /// The same of what is to be tracked: Error{usage} where that cannot be.
    /// @param way_out for a path outside of the project
    std::string new_path_of(const std::string& word, const std::string& way_out) const;
    /// The innermost tracked path that is this path or lies around it; nullptr: none.
    const TrackedPath* around(const std::string& path) const;
    /// What the words name: a tracked path, something in one, a folder with some below, a .dvc file, a stage. No words:
    /// everything. A word that names nothing: Error{missing}.
    std::vector<Chosen> chosen(const std::vector<std::string>& words);
    /// Of a word that names nothing tracked, with the name that it may have meant. The way out is the caller's.
    Error unknown(const std::string& word) const;

private:
    bool surely_lacks(const TrackedPath& folder, const std::string& part);

    Invocation& call_;
    data::FileIndex index_;
    pipeline::Contents contents_;
    pipeline::Locks locks_;
    data::DataLock data_lock_;
    bool is_dvc_;
    std::vector<TrackedPath> tracked_;
};

/// Keeps other commands that change data away, DVC's among them, while the object lives. To be taken before a DataSite
/// is made: what that reads of the project would be what was true before the wait. Busy for more than a few
/// seconds: Error{conflict} naming who it is.
class DataHold {
public:
    explicit DataHold(Invocation& call);

private:
    std::optional<data::dvc::LockFile> dvc_;
    std::optional<base::FileLock> own_;
};

}  // namespace mlp::cli

// The files of a DVC project and their MD5s, stored and restored as DVC does it: the same verbs as data::Workspace.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ignore.hpp"
#include "core/data/dvc/cache.hpp"
#include "core/data/dvc/config.hpp"
#include "core/data/tree.hpp"
#include "core/data/workspace.hpp"

namespace mlp::data::dvc {

using Ignore = base::IgnoreFiles;  ///< .dvcignore; made with Ignore::dvc()

/// What the settings ask of a cache.
Cache open_cache(const Config& config);

/// Thread-safe; keeps references. Paths are relative to the root with '/' separators, or absolute outside of it.
class Workspace {
public:
    Workspace(std::filesystem::path root, FileIndex& index, Cache& cache, const Config& config, const Ignore& ignore);
    ~Workspace();
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    const std::filesystem::path& root() const;

    /// Content at a path, nothing when there is none. A link is what it leads to. In a folder, links to files are
    /// files, links to folders and empty folders are not seen, and what .dvcignore leaves out is left out; `executable`
    /// counts for a single file alone. Cost with nothing changed: stat alone.
    /// Sockets, pipes, devices, links to nothing, a .dvcignore inside a folder: Error{invalid}.
    /// @param algorithm md5, or md5_text to compare with what DVC 2 wrote
    std::optional<Content> content_of(const std::string& path, base::Algorithm algorithm = base::Algorithm::md5);

    /// A path with what lies below it.
    struct Holding {
        Content content;
        std::vector<ListedFile> files;      ///< of a folder
        std::vector<std::uint64_t> sizes;   ///< of these files
    };
    /// As content_of, with the files of a folder.
    std::optional<Holding> look_into(const std::string& path, base::Algorithm algorithm = base::Algorithm::md5);

    /// As content_of, and files and listing are put into the batch. When the batch is committed, workspace files become
    /// links as `cache.type` asks, and links that it does not ask for become files; the workspace and cache must live
    /// until then. Absent: Error{missing}; a file name that is not UTF-8: Error{invalid}.
    Content store(const std::string& path, Cache::Batch& batch, base::Algorithm algorithm = base::Algorithm::md5);
    /// As store, with the files of a folder.
    Holding store_all(const std::string& path, Cache::Batch& batch,
                      base::Algorithm algorithm = base::Algorithm::md5);

    /// Makes `path` hold `content`, linked as `cache.type` asks. A file, and a folder where there was none, appear in
    /// one step; in a folder that is there, each file does, files that are right stay untouched, and what .dvcignore
    /// leaves out stays. A missing object: Error{missing}, one that turned out damaged: Error{damaged}, before
    /// anything changes.
    void restore(const std::string& path, const Content& content);
    /// As restore, for a folder whose listing the cache need not hold: a part of a larger one.
    void restore_folder(const std::string& path, const std::vector<ListedFile>& files);

    /// True when every object of `content` is in the cache: files of their size; and, as in DVC, an object that was
    /// made writable is hashed again, and put aside when it is wrong.
    bool stored(const Content& content);
    /// The same of single files; a broken or missing listing is the caller's business.
    bool holds(const std::vector<ListedFile>& files);

    /// Removes the path (file or folder, ignored files with it) if it is there. A link is removed, not what it leads
    /// to.
    void remove(const std::string& path);

    /// Makes files at or below the path writable and their own, whatever link they were: for a stage that goes on
    /// writing to its output.
    void unprotect(const std::string& path);

    struct State;  ///< of the room's own files (workspace_state.hpp)

private:
    std::unique_ptr<State> state_;
};

}  // namespace mlp::data::dvc

// The files of a project and their digests: answered from stat when nothing moved, hashed when it did; stored and
// restored.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/io.hpp"
#include "core/data/absent.hpp"
#include "core/data/object_store.hpp"
#include "core/data/tree.hpp"

namespace mlp::data {

class FileIndex;

/// Thread-safe; keeps references, so index and objects outlive it.
class Workspace {
public:
    Workspace(std::filesystem::path root, FileIndex& index, ObjectStore& objects);
    /// Hashes small files again that were too fresh to be remembered, so that the next process need not.
    ~Workspace();
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    const std::filesystem::path& root() const { return root_; }

    /// Content at a path relative to the root; nothing when there is none. Folders are walked; `.mlp` and `.git` are
    /// never entered. A link is content of its own (target text), except that a link given as `path` itself is
    /// followed. Sockets, pipes and devices, and a path that runs through a link out of the root: Error{invalid}. Cost
    /// with nothing changed: stat alone.
    std::optional<Content> content_of(const std::string& path);

    /// A path with what lies below it.
    struct Holding {
        Content content;
        std::map<std::string, Content> files;  ///< of a folder, by their path in it; links are among them
    };
    /// As content_of, with the files of a folder.
    std::optional<Holding> look_into(const std::string& path);
    /// The same of what is stored: the trees are read. A missing one: Error{missing}.
    std::map<std::string, Content> stored_files(const Content& folder) const;

    /// As content_of, and everything it names is put into the batch (file objects and tree texts). Absent:
    /// Error{missing}.
    Content store(const std::string& path, ObjectStore::Batch& batch);

    /// Makes `path` hold exactly `content`: built under .mlp/tmp, then exchanged, so that a kill leaves old or new.
    /// Extra files of a folder go. Files already right (by index) stay untouched. A missing object: Error{missing}
    /// before anything changes. A link that stands at `path` is replaced, never written through.
    void restore(const std::string& path, const Content& content);

    /// True when every object of `content` is in the store (trees are walked).
    bool stored(const Content& content);
    /// What the store lacks of `content`, which is to stand at `path`; empty when it is stored.
    std::vector<Absent> absent_of(const std::string& path, const Content& content) const;

    /// Removes the path (file or tree) if it is there.
    void remove(const std::string& path);

    struct State;  ///< of the room's own files (workspace_state.hpp)

private:
    std::filesystem::path root_;
    std::unique_ptr<State> state_;
};

}  // namespace mlp::data

// What the files of Workspace share: from nodes to contents, and the bookkeeping between calls.
#pragma once

#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/data/file_hasher.hpp"
#include "core/data/file_index.hpp"
#include "core/data/folder_memo.hpp"
#include "core/data/walk.hpp"
#include "core/data/workspace.hpp"

namespace mlp::data {

struct Workspace::State {
    State(std::filesystem::path folder, FileIndex& files, ObjectStore& store)
        : root(std::move(folder)), index(files), objects(store), hasher(root, index), memo(index) {}

    std::filesystem::path root;
    FileIndex& index;
    ObjectStore& objects;
    FileHasher hasher;
    FolderMemo memo;

    std::mutex mutex;                       // guards the one below
    std::unordered_set<std::string> plain;  // parents known to hold no link out of the root

    /// The path in its normal form. Absolute, climbing or empty: Error{invalid}.
    static std::string normal(const std::string& path);
    /// False when a parent does not exist; a parent that leads out of the root by a link is Error{invalid}.
    bool parents_are_inside(const std::string& path, bool from_memory);

    /// Digest of one file, a link followed. With a batch the file is stored too.
    void fill_file(Node& node, ObjectStore::Batch* batch);
    /// Digests of all files below, several at once, then of the folders bottom up.
    void fill_folder(Node& folder, ObjectStore::Batch* batch);
    /// What stands at the path now, digests and all; nothing when absent, or when it cannot be content (it is replaced
    /// then).
    std::optional<Node> present(const std::string& path);
    Content fill(Node& node, ObjectStore::Batch* batch);

private:
    FileHasher::Ask ask(ObjectStore::Batch* batch, bool follow);
    void close_folder(Node& folder, ObjectStore::Batch* batch);
};

}  // namespace mlp::data

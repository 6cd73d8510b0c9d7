// The digest of a folder by what a walk found of it: as long as no signature moved, nothing below it is looked up,
// listed or hashed.
#pragma once

#include <optional>

#include "core/data/file_index.hpp"
#include "core/data/walk.hpp"

namespace mlp::data {

/// Thread-safe; keeps a reference to the index, where its entries lie: one a folder and algorithm.
class FolderMemo {
public:
    explicit FolderMemo(FileIndex& index) : index_(index) {}

    /// What a folder in this very state was found to hold.
    /// @param folder with everything that the walk found below it
    std::optional<Content> find(const Node& folder, base::Algorithm algorithm);
    /// @param folder whose files' digests the index all knew, so that each signature was settled. Of small folders
    /// nothing is kept: their files are looked up as fast.
    void remember(const Node& folder, base::Algorithm algorithm, const Content& content);

private:
    FileIndex& index_;
};

}  // namespace mlp::data

// A folder read into memory: names, kinds and signatures of everything in it, before any content is looked at.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/io.hpp"
#include "core/data/tree.hpp"

namespace mlp::data {

/// One thing found in a folder. The digest of `content` is filled in later, by whoever needs it.
struct Node {
    std::string name;
    std::string path;           ///< relative to the workspace's root, '/' separators
    base::Signature signature;  ///< of the thing itself, links not followed
    Content content;
    std::string target;          ///< of a link
    bool holds_hidden = false;   ///< a '.git' or '.mlp' stands in this folder or below
    std::vector<Node> children;  ///< of a folder, sorted by the bytes of their names
};

/// Reads the folder `path` below `root` with everything under it. `.mlp` and `.git` are left out wherever they stand.
/// Sockets, pipes and devices, more than 200 levels or 5 million names: Error{invalid} naming the path.
Node walk_folder(const std::filesystem::path& root, const std::string& path);

}  // namespace mlp::data

// A folder as a Merkle tree, and any path of the workspace as content: file, executable, link or tree.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/json.hpp"

namespace mlp::data {

using base::Digest;

enum class ContentKind { file, executable, link, tree };

/// What stands at a path: enough to compare, to lock and to restore.
struct Content {
    ContentKind kind = ContentKind::file;
    Digest digest;            ///< of the bytes, of the link's target text, or of the tree's canonical text
    std::uint64_t size = 0;   ///< bytes; for a tree the sum of its files
    std::uint64_t files = 1;  ///< for a tree the number of files in it
    bool operator==(const Content&) const = default;
};

/// One level of a folder.
struct TreeEntry {
    std::string name;
    Content content;
};

/// Canonical text (docs/formats/tree.md): sorted lines "<kind> <digest> <size> <files> <name>\n", names escaped. Its
/// SHA-256 is the tree's digest.
std::string tree_text(const std::vector<TreeEntry>& entries);
/// The reverse. Anything not canonical (order, duplicates, '/', "..", NUL) is Error{damaged}.
std::vector<TreeEntry> parse_tree(std::string_view text);

std::string_view kind_name(ContentKind kind);  ///< "file", "exec", "link", "tree"

}  // namespace mlp::data

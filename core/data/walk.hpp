// A folder read into memory: names, kinds and signatures of everything in it, before any content is looked at.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
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
    std::string target;         ///< of a link
    bool through_link = false;  ///< a link was followed to it
    std::uint64_t hard_links = 1;
    bool holds_hidden = false;   ///< a '.git' or '.mlp' stands in this folder or below
    std::vector<Node> children;  ///< of a folder, sorted by the bytes of their names
};

/// What a walk looks at. Without rules: links are content of their own, `.mlp` and `.git` are left out wherever they
/// stand.
struct WalkRules {
    /// Links to files are those files, links to folders are left out; a link to nothing is Error{invalid}.
    bool follow_links = false;
    bool skip_own = true;  ///< `.mlp` and `.git`
    /// Of a path and whether it is a folder; may be empty.
    std::function<bool(const std::string&, bool)> leave_out;
};

/// Reads the folder `path` below `root` with everything under it. An absolute `path` stands for itself.
/// Sockets, pipes and devices, more than 200 levels or 5 million names: Error{invalid} naming the path.
Node walk_folder(const std::filesystem::path& root, const std::string& path, const WalkRules& rules = {});

/// The paths of all that a walk found below a folder, but folders.
std::vector<std::string> paths_below(const Node& folder);

/// What stands at a path itself, links followed: a file with its signature, or a folder of which nothing was read yet.
/// Nothing when there is none; Error{invalid} for anything else.
std::optional<Node> look_at(const std::filesystem::path& root, const std::string& path);

}  // namespace mlp::data

// The files of a commit, as a folder.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "core/git/revision.hpp"

namespace mlp::tmpl {

/// A commit, and where its files lie in the folder: "" for the top, else "libs/part".
struct PlacedRevision {
    std::string path;
    git::Revision revision;
};

/// Writes every file and link of the commits below `folder`, which appears whole or not at all. Names that lead out, and
/// what would lie in a .git, are left out.
void write_revisions(std::span<const PlacedRevision> revisions, const std::filesystem::path& folder);

}  // namespace mlp::tmpl

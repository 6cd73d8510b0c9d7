// The files of a commit, as a folder.
#pragma once

#include <filesystem>

#include "core/git/revision.hpp"

namespace mlp::tmpl {

/// Writes every file and link of the commit below `folder`, which appears whole or not at all. Names that lead out, and
/// what would lie in a .git, are left out.
void write_revision(const git::Revision& revision, const std::filesystem::path& folder);

}  // namespace mlp::tmpl

// A second repository for a copy of a work tree, that shares the objects of the first and never writes to it.
#pragma once

#include <filesystem>

namespace mlp::git {

/// Makes `copy`/.git: HEAD, branch, index, remote address and ignore rules as in the repository around `folder`; new
/// objects go into the copy. Removing the folder removes all of it. Works without libgit2. Nothing is made outside a
/// repository.
void borrow_repository(const std::filesystem::path& folder, const std::filesystem::path& copy);

}  // namespace mlp::git

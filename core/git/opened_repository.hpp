// A repository with files checked out, for the .cpp files of this room.
#pragma once

#include <filesystem>

#include "core/git/library.hpp"

namespace mlp::git {

struct OpenedRepository {
    Repository repository;
    std::filesystem::path root;
};

/// The repository around `folder`. None, or a bare one: Error{missing}.
OpenedRepository open_with_files(const std::filesystem::path& folder);

}  // namespace mlp::git

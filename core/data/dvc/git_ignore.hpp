// Keeping outputs that DVC's cache holds out of git: their lines in .gitignore.
#pragma once

#include <filesystem>
#include <string>

namespace mlp::data::dvc {

/// Adds "/name" to the .gitignore beside the output, unless git ignores it already. Nothing outside of a repository;
/// not to be called where `core.no_scm` is set.
/// @param path of the output, relative to the root
/// @return whether a line was added
bool ignore_output(const std::filesystem::path& root, const std::string& path);

/// Takes that line away again; a .gitignore that is empty then goes.
void unignore_output(const std::filesystem::path& root, const std::string& path);

}  // namespace mlp::data::dvc

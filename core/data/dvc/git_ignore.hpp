// Keeping outputs that DVC's cache holds out of git: their lines in .gitignore.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mlp::data::dvc {

/// The .gitignore beside an output, which keeps it out of git.
std::string ignore_file_of(const std::filesystem::path& output);

/// Adds "/name" to the .gitignore beside the output, unless git ignores it already. Nothing outside of a repository;
/// not to be called where `core.no_scm` is set.
/// @param path of the output, relative to the root
/// @return whether a line was added
bool ignore_output(const std::filesystem::path& root, const std::string& path);

/// The same for several outputs, each .gitignore read and written once.
/// @return those that a line was added for
std::vector<std::string> ignore_outputs(const std::filesystem::path& root, const std::vector<std::string>& paths);

/// Puts the lines of these outputs, where their .gitignore has them, into the order given here; other lines stay where
/// they are. Outputs made side by side are ignored as they end: this gives the file the bytes of one after the other.
void order_ignored(const std::filesystem::path& root, const std::vector<std::string>& paths);

/// Those of these outputs that git keeps already, so that no line could keep them out.
std::vector<std::string> kept_by_git(const std::filesystem::path& root, const std::vector<std::string>& paths);

/// Whether git would take the cache of a project with all content in it: what `dvc init` writes into .dvc/.gitignore is
/// not there, and nothing else keeps it out. False outside of a repository.
bool git_takes_cache(const std::filesystem::path& root, const std::filesystem::path& cache);

/// Takes that line away again; a .gitignore that is empty then goes.
void unignore_output(const std::filesystem::path& root, const std::string& path);

}  // namespace mlp::data::dvc

// What git is to know of newly tracked data.
#pragma once

#include <string>
#include <vector>

#include "cli/data/site.hpp"
#include "cli/output/text.hpp"

namespace mlp::cli {

/// False where DVC's settings say that the project has no repository (`core.no_scm`).
bool uses_git(DataSite& site);
/// `git add` of these files, where `core.autostage` asks for it.
void autostage(DataSite& site, const std::vector<std::string>& files);

/// After the file that records data was written: keeps git from the data itself, and stages what was written when
/// `core.autostage` asks for it.
/// @return files that belong into a commit
std::vector<std::string> hand_to_git(DataSite& site, const std::string& path, const std::string& file);

/// "commit with git: git add …" as a line of a command's text; nothing without files.
void print_commit_hint(const std::vector<std::string>& files, Text& text);

}  // namespace mlp::cli

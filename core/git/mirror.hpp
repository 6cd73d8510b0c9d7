// A bare copy of somebody else's repository: fetched once, asked for revisions without the network.
#pragma once

#include <filesystem>
#include <string>

namespace mlp::git {

/// Makes `folder` a bare copy of the repository at `url` (https, ssh with the agent's keys, git, file, a path), or
/// brings it up to date: every branch and tag, HEAD the remote's. A first copy appears whole or not at all. What goes
/// wrong is Error{remote}.
void refresh_mirror(const std::string& url, const std::filesystem::path& folder);

/// As `git describe --tags --always`: the nearest tag, and how far behind it the commit is; without tags a short id.
std::string describe(const std::filesystem::path& folder, const std::string& commit);

}  // namespace mlp::git

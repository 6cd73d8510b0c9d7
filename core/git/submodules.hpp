// Other repositories inside of a repository: which commits of them belong to a commit, and where they are fetched from.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace mlp::git {

/// The `url` of each `path` that a .gitmodules names. What is no setting there is passed over.
std::map<std::string, std::string> submodule_urls(std::string_view gitmodules);

/// A url of .gitmodules as it is fetched: one that begins with "./" or "../" is meant from the address of the repository
/// that names it, as git has it: "../b.git" of "https://host/team/a.git" is "https://host/team/b.git".
std::string submodule_address(const std::string& url, const std::string& repository);

}  // namespace mlp::git

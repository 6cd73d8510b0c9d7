// Registering a merge driver with a repository: the command in its settings, the files it is for in .gitattributes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mlp::git {

struct MergeDriver {
    std::string id;       ///< "mlp-lock"
    std::string title;    ///< for people
    std::string command;  ///< with git's placeholders: "… %O %A %B %P"
    std::vector<std::string> patterns;
};

struct Installation {
    std::filesystem::path root;       ///< of the work tree
    bool settings_changed = false;    ///< in the repository's own config
    bool attributes_changed = false;  ///< in .gitattributes of the root
};

/// What a repository has of a driver.
struct RegisteredDriver {
    std::string command;      ///< empty: this clone does not know it
    bool attributed = false;  ///< .gitattributes of the root names it for one of the patterns
};

/// Doing it again changes nothing. Outside a repository, or in a bare one: Error{missing}.
Installation install(const std::filesystem::path& folder, const MergeDriver& driver);
/// The reverse; what others wrote stays.
Installation uninstall(const std::filesystem::path& folder, const MergeDriver& driver);

/// Nothing outside a repository.
std::optional<RegisteredDriver> registered(const std::filesystem::path& folder, const MergeDriver& driver);

}  // namespace mlp::git

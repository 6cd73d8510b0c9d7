// Finds the files in which DVC keeps its stages: every dvc.yaml and *.dvc of a project, as DVC itself looks for them.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/base/ignore.hpp"

namespace mlp::config {

/// One walk through the folders, in order of their names. Left out are what .dvcignore or git ignores, other projects
/// (folders with a .dvc of their own), links to folders, and outputs: data is not searched.
class DvcSearch {
public:
    explicit DvcSearch(std::filesystem::path root);

    /// Calls `load` for each file with its path relative to the root, dvc.yaml first; it gives back the outputs it
    /// found, relative to the root. Error{invalid} for an ignore file that cannot be read.
    using Load = std::function<std::vector<std::string>(const std::string&)>;
    void run(const Load& load);

    /// Folders that were searched, relative to the root.
    const std::vector<std::string>& folders() const { return folders_; }
    /// The ignore files in those folders.
    const std::vector<std::string>& ignore_files() const { return ignore_names_; }
    /// Whether .dvcignore leaves out the path, be it a file or a folder.
    bool is_left_out(const std::string& path);

private:
    struct Listing {
        std::vector<std::string> files;
        std::vector<std::string> folders;
    };
    Listing list(const std::string& folder);
    bool is_ignored(const std::string& path, bool is_folder);

    std::filesystem::path root_;
    base::IgnoreFiles dvc_ignore_;
    std::filesystem::path git_root_;  ///< empty outside of git
    std::string below_git_root_;      ///< the way from there to the root, with a '/' at its end; "" when they are one
    std::unique_ptr<base::IgnoreFiles> git_ignore_;
    std::unordered_set<std::string> outputs_;
    std::vector<std::string> folders_;
    std::vector<std::string> ignore_names_;
};

/// Whether a folder has anything of DVC, so that a search is worth its while: a .dvc folder, or a dvc.yaml.
bool has_dvc_files(const std::filesystem::path& root);

}  // namespace mlp::config

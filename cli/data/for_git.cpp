#include "cli/data/for_git.hpp"

#include <filesystem>

#include "core/base/process.hpp"
#include "core/data/dvc/git_ignore.hpp"
#include "core/git/tracked.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::cli {

std::string ignore_file_of(const std::string& path) {
    return (std::filesystem::path(path).parent_path() / ".gitignore").generic_string();
}

std::vector<std::string> hand_to_git(DataSite& site, const std::string& path, const std::string& file) {
    std::vector<std::string> files{file};
    const data::dvc::Config* config = site.is_dvc() ? &site.contents().dvc().config() : nullptr;
    if (config != nullptr && config->flag("core", "no_scm", false)) return files;
    if (data::dvc::ignore_output(site.root(), path)) files.push_back(ignore_file_of(path));
    if (config != nullptr && config->flag("core", "autostage", false)) git::stage_files(site.root(), files);
    return files;
}

void print_commit_hint(const std::vector<std::string>& files, Text& text) {
    if (files.empty()) return;
    text.add(Label::hint, "commit with git: ").add("git add");
    for (const std::string& file : files) text.add(" " + base::shell_quote(file));
    text.line();
}

}  // namespace mlp::cli

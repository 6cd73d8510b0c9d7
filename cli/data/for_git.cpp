#include "cli/data/for_git.hpp"

#include "core/base/process.hpp"
#include "core/data/dvc/git_ignore.hpp"
#include "core/git/tracked.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::cli {

namespace {

bool is_set(DataSite& site, const char* option) {
    return site.is_dvc() && site.contents().dvc().config().flag("core", option, false);
}

}  // namespace

bool uses_git(DataSite& site) { return !is_set(site, "no_scm"); }

void autostage(DataSite& site, const std::vector<std::string>& files) {
    if (!files.empty() && uses_git(site) && is_set(site, "autostage")) git::stage_files(site.root(), files);
}

std::vector<std::string> hand_to_git(DataSite& site, const std::string& path, const std::string& file) {
    std::vector<std::string> files{file};
    if (!uses_git(site)) return files;
    if (data::dvc::ignore_output(site.root(), path)) files.push_back(data::dvc::ignore_file_of(path));
    autostage(site, files);
    return files;
}

void print_commit_hint(const std::vector<std::string>& files, Text& text) {
    if (files.empty()) return;
    text.add(Label::hint, "commit with git: ").add("git add");
    for (const std::string& file : files) text.add(" " + base::shell_quote(file));
    text.line();
}

}  // namespace mlp::cli

#include "core/git/other_work_trees.hpp"

#include <algorithm>

#include "core/git/layout.hpp"

namespace mlp::git {

namespace fs = std::filesystem;

namespace {

/// The way down from the top of the work tree to a folder in it.
fs::path way_to(const fs::path& folder) {
    std::error_code problem;
    const fs::path start = fs::absolute(folder, problem).lexically_normal();
    for (fs::path top = start;; top = top.parent_path()) {
        if (fs::exists(top / ".git", problem)) return start.lexically_relative(top);
        if (top == top.parent_path()) return ".";
    }
}

OtherWorkTree described(std::string name, const fs::path& own, const fs::path& top, const fs::path& way) {
    std::string head = first_line(own / "HEAD");
    if (head.starts_with("ref:")) head.clear();
    return {.name = std::move(name), .detached = std::move(head), .folder = (top / way).lexically_normal()};
}

}  // namespace

std::vector<OtherWorkTree> other_work_trees(const fs::path& folder) {
    std::vector<OtherWorkTree> found;
    const auto own = git_folder_of(folder, false);
    if (!own) return found;
    const fs::path common = common_folder(*own);
    const fs::path way = way_to(folder);
    std::error_code problem;
    const auto is_own = [&](const fs::path& other) { return fs::equivalent(other, *own, problem); };
    if (!is_own(common)) found.push_back(described("main", common, common.parent_path(), way));
    for (fs::directory_iterator entry(common / "worktrees", problem), end; !problem && entry != end;
         entry.increment(problem)) {
        const fs::path top = fs::path(first_line(entry->path() / "gitdir")).parent_path();
        if (!is_own(entry->path())) found.push_back(described(entry->path().filename(), entry->path(), top, way));
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return found;
}

}  // namespace mlp::git

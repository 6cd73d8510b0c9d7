#include "core/git/changes.hpp"

#include <algorithm>
#include <sstream>
#include <string_view>

#include "core/base/ascii.hpp"
#include "core/base/io.hpp"
#include "core/git/layout.hpp"
#include "core/git/opened_repository.hpp"

namespace mlp::git {

namespace fs = std::filesystem;

namespace {

/// "sub/" for a folder below the root of the work tree, "" for the root itself.
std::string prefix_of(const fs::path& root, const fs::path& folder) {
    const fs::path relative = fs::weakly_canonical(folder).lexically_relative(fs::weakly_canonical(root));
    return relative.empty() || relative == "." ? "" : relative.generic_string() + "/";
}

Tree tree_of(git_repository* repository, const std::string& commit) {
    const std::string what = "read the commit " + commit;
    const auto named = made<Object>(what, git2().revparse_single, repository, commit.c_str());
    const auto tree = made<Object>(what, git2().object_peel, named.get(), GIT_OBJECT_TREE);
    return made<Tree>(what, git2().tree_lookup, repository, git2().object_id(tree.get()));
}

}  // namespace

std::vector<std::string> changed_since(const fs::path& folder, const std::string& commit) {
    const std::scoped_lock lock(one_at_a_time());
    const OpenedRepository work_tree = open_with_files(folder);
    const std::string prefix = prefix_of(work_tree.root, folder);
    git_repository* repository = work_tree.repository.get();
    const Tree tree = tree_of(repository, commit);
    git_diff_options options{};
    check(git2().diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION), "compare with " + commit);
    options.flags = GIT_DIFF_INCLUDE_UNTRACKED | GIT_DIFF_RECURSE_UNTRACKED_DIRS | GIT_DIFF_INCLUDE_TYPECHANGE;
    const auto diff =
        made<Diff>("compare with " + commit, git2().diff_tree_to_workdir_with_index, repository, tree.get(), &options);
    std::vector<std::string> files;
    for (std::size_t at = 0; at < git2().diff_num_deltas(diff.get()); ++at) {
        const git_diff_delta* delta = git2().diff_get_delta(diff.get(), at);
        for (const char* path : {delta->old_file.path, delta->new_file.path}) {
            const std::string_view name = path == nullptr ? "" : path;
            if (!name.empty() && name.starts_with(prefix)) files.emplace_back(name.substr(prefix.size()));
        }
    }
    std::sort(files.begin(), files.end());
    files.erase(std::unique(files.begin(), files.end()), files.end());
    return files;
}

bool is_shallow(const fs::path& folder) {
    const std::scoped_lock lock(one_at_a_time());
    const Repository repository = open_repository(folder.string());
    return repository && git2().repository_is_shallow(repository.get()) == 1;
}

bool fetches_all_branches(const fs::path& folder) {
    const auto own = git_folder_of(folder, true);
    const std::string config = own ? base::read_file_if_exists(common_folder(*own) / "config").value_or("") : "";
    bool some = false;  // of the remote whose section this is
    bool all = false;
    std::istringstream lines(config);
    for (std::string line; std::getline(lines, line);) {
        const std::string_view text = base::trimmed(line);
        if (text.starts_with('[')) {
            if (some && !all) return false;
            some = all = false;
        } else if (text.starts_with("fetch")) {
            some = some || text.find("refs/heads/") != std::string_view::npos;
            all = all || text.find("refs/heads/*") != std::string_view::npos;
        }
    }
    return !some || all;
}

}  // namespace mlp::git

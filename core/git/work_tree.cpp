#include "core/git/work_tree.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/git/layout.hpp"
#include "core/git/library.hpp"
#include "core/git/status.hpp"

namespace mlp::git {

namespace fs = std::filesystem;

namespace {

std::string head_of(git_repository* repository) {
    git_reference* raw = nullptr;
    const int code = git2().repository_head(&raw, repository);
    const Reference head(raw);
    if (code == GIT_EUNBORNBRANCH || code == GIT_ENOTFOUND) return {};
    check(code, "read HEAD");
    const git_oid* id = git2().reference_target(head.get());
    return id == nullptr ? std::string() : id_text(id);
}

std::vector<std::string> changed_files(git_repository* repository) {
    const StatusList list = read_status(repository, file_by_file);
    std::vector<std::string> changed;
    for (std::size_t at = 0; at < git2().status_list_entrycount(list.get()); ++at) {
        const git_status_entry* entry = git2().status_byindex(list.get(), at);
        for (const git_diff_delta* delta : {entry->head_to_index, entry->index_to_workdir}) {
            if (delta == nullptr) continue;
            for (const char* path : {delta->old_file.path, delta->new_file.path}) {
                if (path != nullptr && !is_own(path)) changed.emplace_back(path);
            }
        }
    }
    std::sort(changed.begin(), changed.end());
    changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
    return changed;
}

Repository open_work_tree(const fs::path& folder) {
    Repository repository = open_repository(folder.string());
    if (!repository || git2().repository_workdir(repository.get()) == nullptr) {
        throw Error(Kind::invalid, fmt::format("'{}' is no work tree of git", folder.string()));
    }
    return repository;
}

git_oid parsed_id(const std::string& text) {
    git_oid id{};
    check(git2().oid_fromstr(&id, text.c_str()), fmt::format("read the commit id '{}'", text));
    return id;
}

Commit commit_if_named(git_repository* repository, const std::string& text) {
    if (text.empty()) return nullptr;
    const git_oid id = parsed_id(text);
    return made<Commit>(fmt::format("read the commit {}", text), git2().commit_lookup, repository, &id);
}

void take_paths(git_repository* repository, git_index* index, const std::vector<std::string>& paths) {
    const fs::path top = git2().repository_workdir(repository);
    for (const std::string& path : paths) {
        int ignored = 0;
        check(git2().ignore_path_is_ignored(&ignored, repository, path.c_str()), fmt::format("look up '{}'", path));
        if (!base::signature_of(top / path)) {
            git2().index_remove(index, path.c_str(), 0);  // may not have been there either
        } else if (ignored == 0 || git2().index_get_bypath(index, path.c_str(), 0) != nullptr) {
            check(git2().index_add_bypath(index, path.c_str()), fmt::format("add '{}'", path));
        }
    }
}

Signature identity(git_repository* repository, const std::optional<Author>& author) {
    git_signature* raw = nullptr;
    if (author) {
        check(git2().signature_now(&raw, author->name.c_str(), author->email.c_str()),
              "use the author's name and address");
    } else if (git2().signature_default(&raw, repository) != 0) {
        check(git2().signature_now(&raw, "mlp", "mlp@localhost"), "make a signature");
    }
    return Signature(raw);
}

/// The index becomes the tree of `base` with the paths changed; gives the tree of that.
git_oid write_tree(git_repository* repository, git_commit* base, const BranchCommit& ask) {
    const auto index = made<Index>("open the index", git2().repository_index, repository);
    if (base != nullptr) {
        const auto tree = made<Tree>("read a tree", git2().commit_tree, base);
        check(git2().index_read_tree(index.get(), tree.get()), "take up the commit's files");
    }
    take_paths(repository, index.get(), ask.paths);
    git_oid id{};
    check(git2().index_write_tree(&id, index.get()), "write the tree");
    check(git2().index_write(index.get()), "write the index");
    return id;
}

git_oid commit_tree(git_repository* repository, git_commit* base, const git_oid& tree_id, const BranchCommit& ask) {
    const auto tree = made<Tree>("read the tree", git2().tree_lookup, repository, &tree_id);
    const Signature who = identity(repository, ask.author);
    const git_commit* parents[] = {base};
    git_oid id{};
    check(git2().commit_create(&id, repository, nullptr, who.get(), who.get(), nullptr, ask.message.c_str(), tree.get(),
                               base == nullptr ? 0 : 1, parents),
          "commit");
    return id;
}

bool same_tree(git_commit* base, const git_oid& tree) {
    return base != nullptr && id_text(git2().commit_tree_id(base)) == id_text(&tree);
}

}  // namespace

std::optional<WorkTree> work_tree(const fs::path& folder) {
    if (!git_folder_of(folder, false)) return std::nullopt;
    const std::scoped_lock lock(one_at_a_time());
    const Repository repository = open_repository(folder.string());
    const char* top = repository ? git2().repository_workdir(repository.get()) : nullptr;
    if (top == nullptr) return std::nullopt;
    std::error_code problem;
    fs::path canonical = fs::canonical(top, problem);
    return WorkTree{.top = problem ? fs::path(top).parent_path() : canonical,
                    .commit = head_of(repository.get()),
                    .changed = changed_files(repository.get())};
}

void check_new_branch(const fs::path& folder, const std::string& branch) {
    const std::scoped_lock lock(one_at_a_time());
    const Repository repository = open_work_tree(folder);
    int valid = 0;
    if (git2().branch_name_is_valid(&valid, branch.c_str()) != 0 || valid != 1) {
        throw Error(Kind::usage, fmt::format("'{}' cannot be the name of a branch", base::printable(branch)))
            .hint("`git check-ref-format --help` has the rules");
    }
    git_reference* raw = nullptr;
    const int found = git2().reference_lookup(&raw, repository.get(), ("refs/heads/" + branch).c_str());
    const Reference there(raw);
    if (found == 0) {
        throw Error(Kind::conflict, fmt::format("there is a branch '{}' already", branch))
            .hint("choose another name, or delete it: git branch -D " + branch);
    }
}

std::string commit_on_branch(const fs::path& folder, const BranchCommit& ask) {
    check_new_branch(folder, ask.branch);
    const std::scoped_lock lock(one_at_a_time());
    const Repository repository = open_work_tree(folder);
    const Commit base = commit_if_named(repository.get(), ask.base);
    const git_oid tree = write_tree(repository.get(), base.get(), ask);
    const git_oid commit =
        same_tree(base.get(), tree) ? parsed_id(ask.base) : commit_tree(repository.get(), base.get(), tree, ask);
    const std::string name = "refs/heads/" + ask.branch;
    git_reference* raw = nullptr;
    check(git2().reference_create(&raw, repository.get(), name.c_str(), &commit, 0, "mlp track checkout"),
          fmt::format("make the branch '{}'", ask.branch));
    const Reference branch(raw);
    check(git2().repository_set_head(repository.get(), name.c_str()), fmt::format("go to '{}'", ask.branch));
    return id_text(&commit);
}

}  // namespace mlp::git

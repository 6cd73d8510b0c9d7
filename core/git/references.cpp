#include "core/git/references.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/base/error.hpp"
#include "core/git/layout.hpp"
#include "core/git/library.hpp"

namespace mlp::git {

namespace fs = std::filesystem;

namespace {

using Reflog = std::unique_ptr<git_reflog, Free<&Git2::reflog_free>>;
using Walk = std::unique_ptr<git_revwalk, Free<&Git2::revwalk_free>>;

/// Owns the texts that libgit2 fills in.
struct Names {
    git_strarray list{};
    Names() = default;
    ~Names() { git2().strarray_dispose(&list); }
    Names(const Names&) = delete;
    Names& operator=(const Names&) = delete;
};

Repository open_if_there(const fs::path& folder) {
    return git_folder_of(folder, true) ? open_repository(folder.string()) : nullptr;
}

/// No repository at all is fine.
void require_readable(const fs::path& folder) {
    const std::scoped_lock lock(one_at_a_time());
    auto unread = unread_git_folder(folder);
    if (!unread && !open_if_there(folder)) unread = git_folder_of(folder, true);
    if (!unread) return;
    throw Error(Kind::invalid, "git's folder cannot be read: nobody knows which commits there are")
        .at(unread->string())
        .hint("`git status` says what is wrong with it, or whose it is");
}

/// The commit behind a reference, or nothing: a tag may name a file.
std::string commit_of(git_repository* repository, const char* reference) {
    git_object* raw = nullptr;
    if (git2().revparse_single(&raw, repository, reference) != 0) return {};
    const Object named(raw);
    git_object* commit = nullptr;
    if (git2().object_peel(&commit, named.get(), GIT_OBJECT_COMMIT) != 0) return {};
    return id_text(git2().object_id(Object(commit).get()));
}

/// The same where nothing may be overlooked: a reference or commit that is there and cannot be read is Error{invalid}.
std::string readable_commit_of(git_repository* repository, const char* reference) {
    const std::string what = fmt::format("read the commit of '{}'", reference);
    git_oid id{};
    const int named = git2().reference_name_to_id(&id, repository, reference);
    if (named == GIT_ENOTFOUND) return {};  // before the first commit, or the name of a name that is gone
    check(named, what);
    git_object* raw = nullptr;
    check(git2().revparse_single(&raw, repository, id_text(&id).c_str()), what);
    const Object object(raw);
    git_object* commit = nullptr;
    const int peeled = git2().object_peel(&commit, object.get(), GIT_OBJECT_COMMIT);
    if (peeled == GIT_ENOTFOUND) check(peeled, what);
    return peeled == 0 ? id_text(git2().object_id(Object(commit).get())) : std::string();  // a tag may name a file
}

/// A stash is a commit; its second parent is what was staged, its third what was not tracked. Only the newest is a
/// reference, the others stand in its log.
void add_stashes(git_repository* repository, std::vector<NamedCommit>& found) {
    for (std::size_t number = 0;; ++number) {
        const std::string name = fmt::format("stash@{{{}}}", number);
        for (const char* part : {"", "^2", "^3"}) {
            std::string commit = commit_of(repository, ("refs/" + name + part).c_str());
            if (commit.empty() && *part == '\0') return;
            if (!commit.empty()) found.push_back({name, std::move(commit)});
        }
    }
}

using CommitOf = std::string (*)(git_repository*, const char*);

std::vector<NamedCommit> below(const fs::path& folder, std::string_view prefix, CommitOf commit_behind = commit_of) {
    const std::scoped_lock lock(one_at_a_time());
    const Repository repository = open_if_there(folder);
    std::vector<NamedCommit> found;
    if (!repository) return found;
    Names names;
    check(git2().reference_list(&names.list, repository.get()), "list the references");
    for (std::size_t at = 0; at < names.list.count; ++at) {
        const std::string_view name = names.list.strings[at];
        if (!name.starts_with(prefix)) continue;
        std::string commit = commit_behind(repository.get(), names.list.strings[at]);
        if (!commit.empty()) found.push_back({std::string(name.substr(prefix.size())), std::move(commit)});
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return found;
}

Walk walk_of(git_repository* repository) {
    Walk walk = made<Walk>("walk through the commits", git2().revwalk_new, repository);
    check(git2().revwalk_sorting(walk.get(), GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME), "order the commits");
    return walk;
}

NamedCommit unnamed(const git_oid* id) {
    constexpr std::size_t short_id = 7;
    const std::string commit = id_text(id);
    return {commit.substr(0, short_id), commit};
}

LoggedCommit read_commit(git_repository* repository, const git_oid& id) {
    const auto commit = made<Commit>("read a commit", git2().commit_lookup, repository, &id);
    LoggedCommit logged{.commit = id_text(&id), .author = {}, .summary = {}};
    if (const git_signature* author = git2().commit_author(commit.get())) {
        logged.author = fmt::format("{} <{}>", author->name, author->email);
    }
    if (const char* summary = git2().commit_summary(commit.get())) logged.summary = summary;
    logged.time_s = git2().commit_time(commit.get());
    return logged;
}

}  // namespace

std::vector<NamedCommit> branches(const fs::path& folder) { return below(folder, "refs/heads/"); }

std::vector<NamedCommit> tags(const fs::path& folder) { return below(folder, "refs/tags/"); }

std::vector<NamedCommit> all_references(const fs::path& folder) {
    require_readable(folder);
    std::vector<NamedCommit> found = below(folder, "refs/", readable_commit_of);
    for (NamedCommit& reference : found) {
        for (const auto& [prefix, word] : {std::pair<std::string_view, std::string_view>{"heads/", "branch "},
                                           {"tags/", "tag "},
                                           {"remotes/", "remote branch "}}) {
            if (reference.name.starts_with(prefix))
                reference.name = std::string(word) + reference.name.substr(prefix.size());
        }
    }
    const std::scoped_lock lock(one_at_a_time());
    const Repository repository = open_if_there(folder);
    if (repository) add_stashes(repository.get(), found);
    std::string head = repository ? readable_commit_of(repository.get(), "HEAD") : "";
    if (!head.empty()) found.push_back({"HEAD", std::move(head)});
    return found;
}

std::vector<NamedCommit> all_commits(const fs::path& folder) {
    const std::scoped_lock lock(one_at_a_time());
    const Repository repository = open_if_there(folder);
    std::vector<NamedCommit> found;
    if (!repository) return found;
    const Walk walk = walk_of(repository.get());
    git2().revwalk_push_glob(walk.get(), "refs/*");  // what names no commit is passed over
    git2().revwalk_push_head(walk.get());            // unborn: there is nothing to push
    git_oid id{};
    while (git2().revwalk_next(&id, walk.get()) == 0) {
        found.push_back(unnamed(&id));
    }
    return found;
}

std::vector<NamedCommit> former_commits(const fs::path& folder) {
    const std::scoped_lock lock(one_at_a_time());
    const Repository repository = open_if_there(folder);
    std::vector<NamedCommit> found;
    if (!repository) return found;
    Names names;
    check(git2().reference_list(&names.list, repository.get()), "list the references");
    std::vector<const char*> references{"HEAD"};
    references.insert(references.end(), names.list.strings, names.list.strings + names.list.count);
    for (const char* reference : references) {
        const auto log = made<Reflog>(fmt::format("read the log of '{}'", reference), git2().reflog_read,
                                      repository.get(), reference);
        for (std::size_t at = 0; at < git2().reflog_entrycount(log.get()); ++at) {
            const git_reflog_entry* entry = git2().reflog_entry_byindex(log.get(), at);
            found.push_back(unnamed(git2().reflog_entry_id_new(entry)));
        }
    }
    return found;
}

std::vector<LoggedCommit> history(const fs::path& folder) {
    const std::scoped_lock lock(one_at_a_time());
    const Repository repository = open_if_there(folder);
    std::vector<LoggedCommit> found;
    if (!repository) return found;
    const Walk walk = walk_of(repository.get());
    if (git2().revwalk_push_head(walk.get()) != 0) return found;
    git_oid id{};
    while (git2().revwalk_next(&id, walk.get()) == 0) found.push_back(read_commit(repository.get(), id));
    return found;
}

}  // namespace mlp::git

#include "core/git/revision.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/git/layout.hpp"
#include "core/git/library.hpp"

namespace mlp::git {

namespace fs = std::filesystem;

namespace {

/// Where `folder` lies in its work tree: "" for the top, else "sub/folder". Links are resolved on both sides.
std::string place_in_work_tree(git_repository* repository, const fs::path& folder) {
    const char* top = git2().repository_workdir(repository);
    if (top == nullptr) return {};
    std::error_code problem;
    const fs::path place = fs::canonical(folder, problem).lexically_relative(fs::path(top) / "").lexically_normal();
    const std::string text = problem ? "" : place.generic_string();
    return text == "." || text.starts_with("..") ? "" : text;
}

/// The commit that a name leads to; nullptr without one.
Object find_commit(git_repository* repository, const std::string& name) {
    git_object* raw = nullptr;
    const int found = git2().revparse_single(&raw, repository, name.c_str());
    const Object named(raw);
    if (found == GIT_EAMBIGUOUS) {
        throw Error(Kind::usage, fmt::format("'{}' begins the ids of several objects of git", base::printable(name)))
            .hint("give more digits");
    }
    if (found != 0) return nullptr;
    git_object* commit = nullptr;
    if (git2().object_peel(&commit, named.get(), GIT_OBJECT_COMMIT) != 0) return nullptr;
    return Object(commit);
}

int take_entry(const char* folder, const git_tree_entry* entry, void* payload) {
    if (git2().tree_entry_type(entry) != GIT_OBJECT_BLOB) return 0;
    auto& files = *static_cast<std::vector<CommittedFile>*>(payload);
    files.push_back({.path = std::string(folder) + git2().tree_entry_name(entry),
                     .kind = kind_of(git2().tree_entry_filemode(entry)),
                     .blob = id_text(git2().tree_entry_id(entry))});
    return 0;
}

int take_submodule(const char* folder, const git_tree_entry* entry, void* payload) {
    if (git2().tree_entry_type(entry) != GIT_OBJECT_COMMIT) return 0;
    auto& submodules = *static_cast<Revision::Submodules*>(payload);
    submodules.emplace_back(std::string(folder) + git2().tree_entry_name(entry), id_text(git2().tree_entry_id(entry)));
    return 0;
}

}  // namespace

struct Revision::State {
    Repository repository;
    std::string commit;
    Tree tree;  ///< of the folder asked about; nullptr when the commit does not have it
};

Revision::Revision(std::unique_ptr<State> state) : state_(std::move(state)) {}
Revision::Revision(Revision&&) noexcept = default;
Revision& Revision::operator=(Revision&&) noexcept = default;
Revision::~Revision() = default;

std::optional<Revision> Revision::find(const fs::path& folder, const std::string& name) {
    if (name.empty() || !git_folder_of(folder, true)) return std::nullopt;
    const std::scoped_lock lock(one_at_a_time());
    auto state = std::make_unique<State>();
    state->repository = open_repository(folder.string());
    git_repository* repository = state->repository.get();
    if (repository == nullptr) return std::nullopt;
    const Object commit = find_commit(repository, name);
    if (!commit) return std::nullopt;
    state->commit = id_text(git2().object_id(commit.get()));
    git_object* raw = nullptr;
    check(git2().object_peel(&raw, commit.get(), GIT_OBJECT_TREE), fmt::format("read the tree of '{}'", name));
    const Object top(raw);
    const git_oid* tree = git2().object_id(top.get());
    const std::string place = place_in_work_tree(repository, folder);
    state->tree = made<Tree>("read a tree", git2().tree_lookup, repository, tree);
    if (!place.empty()) {
        git_tree_entry* found = nullptr;
        const int code = git2().tree_entry_bypath(&found, state->tree.get(), place.c_str());
        const TreeEntry entry(found);
        if (code != 0 || git2().tree_entry_type(entry.get()) != GIT_OBJECT_TREE) {
            state->tree.reset();
        } else {
            state->tree = made<Tree>("read a tree", git2().tree_lookup, repository, git2().tree_entry_id(entry.get()));
        }
    }
    return Revision(std::move(state));
}

const std::string& Revision::commit() const { return state_->commit; }

std::vector<CommittedFile> Revision::files() const {
    std::vector<CommittedFile> files;
    if (!state_->tree) return files;
    const std::scoped_lock lock(one_at_a_time());
    check(git2().tree_walk(state_->tree.get(), GIT_TREEWALK_PRE, take_entry, &files),
          fmt::format("list the files of {}", state_->commit));
    return files;
}

Revision::Submodules Revision::submodules() const {
    Submodules submodules;
    if (!state_->tree) return submodules;
    const std::scoped_lock lock(one_at_a_time());
    check(git2().tree_walk(state_->tree.get(), GIT_TREEWALK_PRE, take_submodule, &submodules),
          fmt::format("list the submodules of {}", state_->commit));
    return submodules;
}

std::optional<std::string> Revision::read(const std::string& path, std::uint64_t limit) const {
    if (!state_->tree) return std::nullopt;
    const std::scoped_lock lock(one_at_a_time());
    git_tree_entry* found = nullptr;
    const int code = git2().tree_entry_bypath(&found, state_->tree.get(), path.c_str());
    const TreeEntry entry(found);
    if (code != 0 || git2().tree_entry_type(entry.get()) != GIT_OBJECT_BLOB) return std::nullopt;
    const auto blob = made<Blob>(fmt::format("read '{}' of {}", path, state_->commit), git2().blob_lookup,
                                 state_->repository.get(), git2().tree_entry_id(entry.get()));
    const auto size = static_cast<std::uint64_t>(git2().blob_rawsize(blob.get()));
    if (size > limit) {
        throw Error(Kind::invalid, fmt::format("'{}' has {} in commit {}; at most {} are read", path,
                                               base::size_text(size), state_->commit, base::size_text(limit)));
    }
    return std::string(static_cast<const char*>(git2().blob_rawcontent(blob.get())), size);
}

}  // namespace mlp::git

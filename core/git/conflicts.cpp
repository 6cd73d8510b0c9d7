#include "core/git/conflicts.hpp"

#include "core/git/library.hpp"

namespace mlp::git {

namespace fs = std::filesystem;

namespace {

/// A side with its text in the object store. As git's own entries of a merge: no stat, the mode of the file.
git_index_entry stored_side(git_repository* repository, const git_index_entry& like, const std::string& text) {
    git_index_entry side{};
    side.path = like.path;
    side.mode = like.mode;
    check(git2().blob_create_from_buffer(&side.id, repository, text.data(), text.size()), "store a side of a conflict");
    return side;
}

void record(git_repository* repository, git_index* index, const std::string& path, const Conflict& conflict) {
    const auto* known = git2().index_get_bypath(index, path.c_str(), 0);
    if (known == nullptr) return;
    git_index_entry ours{};
    ours.path = path.c_str();
    ours.mode = known->mode;
    ours.id = known->id;
    const auto base = stored_side(repository, ours, conflict.base);
    const auto theirs = stored_side(repository, ours, conflict.theirs);
    check(git2().index_conflict_add(index, &base, &ours, &theirs), "record a conflict");
}

}  // namespace

void record_conflicts(const fs::path& folder, const std::vector<Conflict>& conflicts) {
    if (conflicts.empty()) return;
    const std::scoped_lock lock(one_at_a_time());
    const auto repository = open_repository(folder.string());
    const char* top = repository ? git2().repository_workdir(repository.get()) : nullptr;
    if (top == nullptr) return;
    const auto prefix = fs::canonical(folder).lexically_relative(fs::canonical(top));
    const auto index = made<Index>("open the index", git2().repository_index, repository.get());
    for (const auto& conflict : conflicts)
        record(repository.get(), index.get(), (prefix / conflict.path).lexically_normal().string(), conflict);
    check(git2().index_write(index.get()), "write the index");
}

}  // namespace mlp::git

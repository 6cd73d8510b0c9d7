#include "core/git/tracked.hpp"

#include <algorithm>
#include <string_view>

#include "core/base/io.hpp"
#include "core/git/layout.hpp"
#include "core/git/library.hpp"
#include "core/git/status.hpp"

namespace mlp::git {

namespace fs = std::filesystem;

namespace {

/// "sub/" for a folder below the top of the work tree, "" for the top itself.
std::string prefix_of(git_repository* repository, const fs::path& folder) {
    const char* top = git2().repository_workdir(repository);
    if (top == nullptr) return {};
    std::error_code problem;
    const fs::path place = fs::weakly_canonical(folder, problem).lexically_relative(fs::weakly_canonical(top, problem));
    return place.empty() || place == "." ? "" : place.generic_string() + "/";
}

Repository work_tree_around(const fs::path& folder) {
    if (!git_folder_of(folder, false)) return nullptr;
    Repository repository = open_repository(folder.string());
    if (repository && git2().repository_workdir(repository.get()) == nullptr) return nullptr;
    return repository;
}

}  // namespace

bool is_tracked(const fs::path& folder, const std::string& path) { return !tracked_among(folder, {path}).empty(); }

std::vector<std::string> tracked_among(const fs::path& folder, const std::vector<std::string>& paths) {
    std::vector<std::string> tracked;
    const std::scoped_lock lock(one_at_a_time());
    const Repository repository = work_tree_around(folder);
    if (!repository) return tracked;
    const std::string prefix = prefix_of(repository.get(), folder);
    const auto index = made<Index>("open the index", git2().repository_index, repository.get());
    for (const std::string& path : paths) {
        const std::string name = prefix + path;
        std::size_t place = 0;
        const bool held = git2().index_get_bypath(index.get(), name.c_str(), 0) != nullptr ||
                          git2().index_find_prefix(&place, index.get(), (name + "/").c_str()) == 0;
        if (held) tracked.push_back(path);
    }
    return tracked;
}

std::vector<CommittedFile> staged_files(const fs::path& folder) {
    std::vector<CommittedFile> found;
    const std::scoped_lock lock(one_at_a_time());
    const Repository repository = work_tree_around(folder);
    if (!repository) return found;
    const std::string prefix = prefix_of(repository.get(), folder);
    const auto index = made<Index>("open the index", git2().repository_index, repository.get());
    for (std::size_t at = 0; at < git2().index_entrycount(index.get()); ++at) {
        const git_index_entry* entry = git2().index_get_byindex(index.get(), at);
        const std::string_view path = entry->path;
        if (entry->mode == GIT_FILEMODE_COMMIT || !path.starts_with(prefix)) continue;
        found.push_back({.path = std::string(path.substr(prefix.size())),
                         .kind = kind_of(static_cast<git_filemode_t>(entry->mode)),
                         .blob = id_text(&entry->id)});
    }
    return found;
}

std::string read_staged(const fs::path& folder, const CommittedFile& file) {
    const std::scoped_lock lock(one_at_a_time());
    const Repository repository = work_tree_around(folder);
    const std::string what = "read '" + file.path + "' of the index";
    git_oid id{};
    check(git2().oid_fromstr(&id, file.blob.c_str()), what);
    const auto blob = made<Blob>(what, git2().blob_lookup, repository.get(), &id);
    return {static_cast<const char*>(git2().blob_rawcontent(blob.get())),
            static_cast<std::size_t>(git2().blob_rawsize(blob.get()))};
}

void stage_files(const fs::path& folder, const std::vector<std::string>& paths) {
    const std::scoped_lock lock(one_at_a_time());
    const Repository repository = work_tree_around(folder);
    if (!repository) return;
    const std::string prefix = prefix_of(repository.get(), folder);
    const auto index = made<Index>("open the index", git2().repository_index, repository.get());
    for (const std::string& path : paths) {
        const std::string name = prefix + path;
        int ignored = 0;
        check(git2().ignore_path_is_ignored(&ignored, repository.get(), name.c_str()), "look up '" + name + "'");
        if (ignored != 0 && git2().index_get_bypath(index.get(), name.c_str(), 0) == nullptr) continue;
        if (base::signature_of(folder / path)) {
            check(git2().index_add_bypath(index.get(), name.c_str()), "add '" + name + "'");
        } else {
            git2().index_remove(index.get(), name.c_str(), 0);
        }
    }
    check(git2().index_write(index.get()), "write the index");
}

std::vector<std::string> untracked_files(const fs::path& folder) {
    const std::scoped_lock lock(one_at_a_time());
    const Repository repository = work_tree_around(folder);
    std::vector<std::string> found;
    if (!repository) return found;
    const std::string prefix = prefix_of(repository.get(), folder);
    const StatusList list = read_status(repository.get(), file_by_file, GIT_STATUS_SHOW_WORKDIR_ONLY);
    for (std::size_t at = 0; at < git2().status_list_entrycount(list.get()); ++at) {
        const git_status_entry* entry = git2().status_byindex(list.get(), at);
        if ((static_cast<unsigned>(entry->status) & GIT_STATUS_WT_NEW) == 0 || entry->index_to_workdir == nullptr)
            continue;
        const std::string_view path = entry->index_to_workdir->new_file.path;
        if (path.starts_with(prefix)) found.emplace_back(path.substr(prefix.size()));
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace mlp::git

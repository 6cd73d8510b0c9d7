// libgit2, opened on first use, as one table of the functions we call. For the .cpp files of this room alone: the one
// include of git2.h.
#pragma once

#include <fmt/format.h>
#include <git2.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/library.hpp"
#include "core/git/revision.hpp"

namespace mlp::git {

/// One member a function, named as in git2.h without "git_". Options structures are part of libgit2's ABI, so exactly
/// the version that we were compiled for is opened.
struct Git2 {
    /// libgit2 cannot be loaded: Error{missing} with the package to install.
    Git2();
    ~Git2();
    Git2(const Git2&) = delete;
    Git2& operator=(const Git2&) = delete;

    base::Library library;
    // Declared in one place, so that name, type and symbol cannot disagree.
#define MLP_GIT2(name) decltype(&::git_##name) name = library.symbol<decltype(&::git_##name)>("git_" #name)
    MLP_GIT2(libgit2_init);
    MLP_GIT2(libgit2_opts);
    MLP_GIT2(libgit2_shutdown);
    MLP_GIT2(error_last);
    MLP_GIT2(buf_dispose);

    MLP_GIT2(repository_open_ext);
    MLP_GIT2(repository_free);
    MLP_GIT2(repository_is_bare);
    MLP_GIT2(repository_is_shallow);
    MLP_GIT2(repository_workdir);
    MLP_GIT2(repository_head);
    MLP_GIT2(repository_head_detached);
    MLP_GIT2(repository_index);
    MLP_GIT2(repository_init_ext);
    MLP_GIT2(repository_init_options_init);
    MLP_GIT2(repository_config_snapshot);
    MLP_GIT2(repository_set_head);

    MLP_GIT2(repository_config);
    MLP_GIT2(config_delete_entry);
    MLP_GIT2(config_free);
    MLP_GIT2(config_get_string);
    MLP_GIT2(config_open_default);
    MLP_GIT2(config_open_level);
    MLP_GIT2(config_set_string);
    MLP_GIT2(config_snapshot);

    MLP_GIT2(reference_free);
    MLP_GIT2(reference_create);
    MLP_GIT2(reference_list);
    MLP_GIT2(reference_lookup);
    MLP_GIT2(reference_name_to_id);
    MLP_GIT2(reference_shorthand);
    MLP_GIT2(reference_symbolic_target);
    MLP_GIT2(reference_target);
    MLP_GIT2(branch_name_is_valid);
    MLP_GIT2(credential_ssh_key_from_agent);
    MLP_GIT2(describe_commit);
    MLP_GIT2(describe_format);
    MLP_GIT2(describe_format_options_init);
    MLP_GIT2(describe_options_init);
    MLP_GIT2(describe_result_free);
    MLP_GIT2(fetch_options_init);
    MLP_GIT2(merge_file);
    MLP_GIT2(merge_file_input_init);
    MLP_GIT2(merge_file_options_init);
    MLP_GIT2(merge_file_result_free);
    MLP_GIT2(patch_free);
    MLP_GIT2(patch_from_buffers);
    MLP_GIT2(patch_to_buf);
    MLP_GIT2(reflog_entry_byindex);
    MLP_GIT2(reflog_entry_id_new);
    MLP_GIT2(reflog_entrycount);
    MLP_GIT2(reflog_free);
    MLP_GIT2(reflog_read);
    MLP_GIT2(remote_connect);
    MLP_GIT2(remote_create_anonymous);
    MLP_GIT2(remote_default_branch);
    MLP_GIT2(remote_fetch);
    MLP_GIT2(remote_free);
    MLP_GIT2(oid_tostr);
    MLP_GIT2(oid_fromstr);

    MLP_GIT2(commit_author);
    MLP_GIT2(commit_create);
    MLP_GIT2(commit_free);
    MLP_GIT2(commit_lookup);
    MLP_GIT2(commit_summary);
    MLP_GIT2(commit_time);
    MLP_GIT2(commit_tree);
    MLP_GIT2(commit_tree_id);
    MLP_GIT2(tree_entry_bypath);
    MLP_GIT2(tree_entry_filemode);
    MLP_GIT2(tree_entry_free);
    MLP_GIT2(tree_entry_id);
    MLP_GIT2(tree_entry_name);
    MLP_GIT2(tree_entry_type);
    MLP_GIT2(tree_free);
    MLP_GIT2(tree_lookup);
    MLP_GIT2(tree_walk);
    MLP_GIT2(revparse_single);
    MLP_GIT2(revwalk_free);
    MLP_GIT2(revwalk_new);
    MLP_GIT2(revwalk_next);
    MLP_GIT2(revwalk_push_glob);
    MLP_GIT2(revwalk_push_head);
    MLP_GIT2(revwalk_sorting);
    MLP_GIT2(strarray_dispose);
    MLP_GIT2(object_free);
    MLP_GIT2(object_id);
    MLP_GIT2(object_peel);
    MLP_GIT2(blob_create_from_buffer);
    MLP_GIT2(blob_free);
    MLP_GIT2(blob_lookup);
    MLP_GIT2(blob_rawcontent);
    MLP_GIT2(blob_rawsize);
    MLP_GIT2(signature_default);
    MLP_GIT2(signature_free);
    MLP_GIT2(signature_now);

    MLP_GIT2(index_add_bypath);
    MLP_GIT2(index_conflict_add);
    MLP_GIT2(index_find_prefix);
    MLP_GIT2(index_free);
    MLP_GIT2(index_entrycount);
    MLP_GIT2(index_get_byindex);
    MLP_GIT2(index_get_bypath);
    MLP_GIT2(index_read_tree);
    MLP_GIT2(index_remove);
    MLP_GIT2(index_write);
    MLP_GIT2(index_write_tree);
    MLP_GIT2(ignore_path_is_ignored);

    MLP_GIT2(status_byindex);
    MLP_GIT2(status_list_entrycount);
    MLP_GIT2(status_list_free);
    MLP_GIT2(status_list_new);
    MLP_GIT2(status_options_init);
    MLP_GIT2(diff_free);
    MLP_GIT2(diff_get_delta);
    MLP_GIT2(diff_num_deltas);
    MLP_GIT2(diff_options_init);
    MLP_GIT2(diff_print);
    MLP_GIT2(diff_tree_to_workdir_with_index);
#undef MLP_GIT2
};

/// The table; loaded by the first call, kept to the end of the process.
const Git2& git2();

/// libgit2's search paths are global, and one way in here changes them for a moment: one user at a time.
std::mutex& one_at_a_time();

/// Frees a handle with the table's function of that name.
template <auto member>
struct Free {
    template <class T>
    void operator()(T* handle) const noexcept {
        (git2().*member)(handle);
    }
};
using Repository = std::unique_ptr<git_repository, Free<&Git2::repository_free>>;
using Reference = std::unique_ptr<git_reference, Free<&Git2::reference_free>>;
using Commit = std::unique_ptr<git_commit, Free<&Git2::commit_free>>;
using Tree = std::unique_ptr<git_tree, Free<&Git2::tree_free>>;
using TreeEntry = std::unique_ptr<git_tree_entry, Free<&Git2::tree_entry_free>>;
using Object = std::unique_ptr<git_object, Free<&Git2::object_free>>;
using Blob = std::unique_ptr<git_blob, Free<&Git2::blob_free>>;
using Index = std::unique_ptr<git_index, Free<&Git2::index_free>>;
using Config = std::unique_ptr<git_config, Free<&Git2::config_free>>;
using Signature = std::unique_ptr<git_signature, Free<&Git2::signature_free>>;
using StatusList = std::unique_ptr<git_status_list, Free<&Git2::status_list_free>>;
using Diff = std::unique_ptr<git_diff, Free<&Git2::diff_free>>;

/// Throws Error{invalid} "cannot <what>: <libgit2's reason>" when `code` is negative.
void check(int code, const std::string& what);

/// Our own folder is no part of the code, whether git ignores it or not.
bool is_own(std::string_view path);

CommittedFile::Kind kind_of(git_filemode_t mode);

/// 40 hexadecimal digits.
std::string id_text(const git_oid* id);

/// Runs an opening function of libgit2 and owns what it gives: `made<Tree>("read the tree", git2().tree_lookup, repo,
/// &id)`.
template <class Handle, class Function, class... Arguments>
Handle made(const std::string& what, Function function, Arguments... arguments) {
    typename Handle::pointer raw = nullptr;
    check(function(&raw, arguments...), what);
    return Handle(raw);
}

/// Settings outside the repository are searched nowhere while this lives: for a user's or system's file that cannot be
/// read.
class NoOuterSettings {
public:
    NoOuterSettings();
    ~NoOuterSettings();
    NoOuterSettings(const NoOuterSettings&) = delete;
    NoOuterSettings& operator=(const NoOuterSettings&) = delete;

private:
    std::vector<std::string> before_;
};

/// The repository that `folder` lies in, or nothing. Settings of the user or system that cannot be read are left out.
Repository open_repository(const std::string& folder);

}  // namespace mlp::git

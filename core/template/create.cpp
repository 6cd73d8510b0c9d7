#include "core/template/create.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/git/repository.hpp"
#include "core/template/placement.hpp"

namespace mlp::tmpl {

namespace fs = std::filesystem;

namespace {

bool is_empty_or_absent(const fs::path& target) {
    const auto found = base::signature_of(target, true);
    if (!found) return true;
    if (!found->is_folder()) {
        throw Error(Kind::conflict,
                    fmt::format("'{}' is a file, a folder was expected", base::printable(target.native())))
            .hint("name another folder");
    }
    std::error_code error;
    const bool empty = fs::is_empty(target, error);
    if (error) throw system_error("read folder", target.native(), error.value());
    return empty;
}

void write_files(const fs::path& folder, const std::vector<RenderedFile>& files) {
    for (const auto& file : files) write_entry(folder, file);
}

std::vector<std::string> paths_of(const std::vector<RenderedFile>& files) {
    std::vector<std::string> paths;
    for (const auto& file : files) {
        if (file.kind != RenderedFile::Kind::folder) paths.push_back(file.path);
    }
    return paths;
}

/// Makes repository and first commit in `folder`; a missing libgit2 is said, not failed on: the project itself is
/// whole.
void first_commit(const fs::path& folder, const std::string& template_name, Created& created) {
    try {
        const auto made =
            git::initialize(folder, created.made, fmt::format("Start from the template '{}'", template_name));
        created.commit = made.commit;
        if (made.neutral_identity)
            created.git_note = "git knows no name of yours: the first commit has a neutral author";
    } catch (const Error& error) {
        if (error.kind() == Kind::bug) throw;
        created.git_note = fmt::format("no git repository was made: {}", error.message());
    }
}

/// A folder that is not there yet appears with one rename; an empty one is filled, mlp.yaml last.
void create_whole(const NewProject& made, const fs::path& target, bool use_git, Created& created) {
    base::make_folders(target.parent_path());
    clear_leftovers(target.parent_path());
    const base::TemporaryFolder staging(target.parent_path(), staging_prefix);
    // Held while this run lives: a staging folder whose lock is free belongs to a killed one.
    const auto lock = base::FileLock::try_acquire(staging.path() / "lock");
    const auto project = staging.path() / "project";
    base::make_folders(project);
    write_files(project, made.files);
    created.made = paths_of(made.files);
    if (use_git) first_commit(project, made.template_name, created);
    base::sync_file_system(project);
    // A folder that is there stays the folder it is: somebody may stand in it, and its mode and links are the user's.
    if (base::signature_of(target)) {
        place_tree(project, target);
    } else if (::rename(project.c_str(), target.c_str()) != 0) {
        const bool made_meanwhile = errno == EEXIST || errno == ENOTEMPTY;
        if (!made_meanwhile) throw system_error("make", target.native(), errno);
        throw Error(Kind::conflict,
                    fmt::format("'{}' was made by somebody else meanwhile", base::printable(target.native())));
    }
    base::sync_folder(target.parent_path());
}

/// Sorts files whose place is taken: kept, to be replaced, or in the way, which is one error for all of them.
std::vector<RenderedFile> without_kept(const NewProject& made, const fs::path& target, bool force, Created& created) {
    std::vector<std::string> conflicts;
    auto files = made.files;
    std::erase_if(files, [&](const RenderedFile& file) {
        const auto found = base::signature_of(target / file.path);
        if (file.kind == RenderedFile::Kind::folder && found && found->is_folder()) return true;
        if (!occupied(target, file.path)) return false;
        const auto& optional = made.optional;
        if (!force && std::find(optional.begin(), optional.end(), file.path) != optional.end()) {
            created.kept.push_back(file.path);
            return true;
        }
        const bool replaced = force && (!found || !found->is_folder());
        (replaced ? created.replaced : conflicts).push_back(file.path);
        return false;
    });
    if (!conflicts.empty()) {
        throw Error(Kind::conflict,
                    fmt::format("{} already {} in '{}': {}", conflicts.size() == 1 ? "a file stands" : "files stand",
                                "there", base::printable(target.native()), fmt::join(conflicts, ", ")))
            .hint("choose another folder, move them away, or replace them with --force");
    }
    return files;
}

/// A folder with files of its own: new files are moved in beside them, mlp.yaml last.
void create_among(const NewProject& made, const fs::path& target, bool force, bool use_git, Created& created) {
    clear_leftovers(target);
    const auto files = without_kept(made, target, force, created);
    Placement placement(target);
    for (const auto& file : files) placement.stage(file);
    placement.commit();
    created.made = paths_of(files);
    if (use_git) {
        first_commit(target, made.template_name, created);
        if (!created.commit.empty()) created.git_note = "files that were there before are not committed yet";
    }
}

/// Every file below a folder but git's own, as a first commit wants them.
std::vector<std::string> files_below(const fs::path& folder) {
    std::vector<std::string> files;
    for (auto at = fs::recursive_directory_iterator(folder); at != fs::recursive_directory_iterator(); ++at) {
        const auto name = at->path().filename().native();
        if (name == ".git" || name == ".mlp") {
            at.disable_recursion_pending();
        } else if (!at->is_directory() || at->is_symlink()) {
            files.push_back(at->path().lexically_relative(folder).native());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// The template's own programs take part. They may look at where they are, so the project is made in its place; what
/// was made goes again when one of them fails.
void create_with_steps(const NewProject& made, const fs::path& target, const CreateOptions& options, bool use_git,
                       Created& created) {
    const bool was_there = base::signature_of(target, true).has_value();
    auto allowed = made;
    if (was_there) allowed.files = without_kept(made, target, options.force, created);
    base::make_folders(target);
    try {
        if (options.before) options.before(target);
        for (const auto& file : allowed.files) {
            if (file.kind != RenderedFile::Kind::folder) base::remove_tree(target / file.path);
            write_entry(target, file);
        }
        if (options.after) options.after(target);
    } catch (...) {
        if (!was_there) base::remove_tree(target);
        throw;
    }
    created.made = was_there ? paths_of(allowed.files) : files_below(target);
    if (base::signature_of(target / ".git")) {
        created.git_note = "the template made a git repository of its own";
    } else if (use_git) {
        first_commit(target, made.template_name, created);
    }
}

}  // namespace

Created create_project(const NewProject& project, const fs::path& target, const CreateOptions& options) {
    Created created;
    created.folder = target.lexically_normal();
    if (created.folder.filename().empty()) created.folder = created.folder.parent_path();
    if (created.folder == created.folder.root_path()) {
        throw Error(Kind::usage, "the root of the file system is no place for a project").hint("name a folder");
    }
    const bool in_repository = git::inside_repository(created.folder);
    if (options.git && in_repository)
        created.git_note = "the folder lies in a git repository already: nothing was committed";
    const bool use_git = options.git && !in_repository;
    const bool is_new = is_empty_or_absent(created.folder);
    if (options.before || options.after) {
        create_with_steps(project, created.folder, options, use_git, created);
    } else if (is_new) {
        create_whole(project, created.folder, use_git, created);
    } else {
        create_among(project, created.folder, options.force, use_git, created);
    }
    return created;
}

}  // namespace mlp::tmpl

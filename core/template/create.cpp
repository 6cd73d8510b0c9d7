#include "core/template/create.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <set>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/git/repository.hpp"
#include "core/template/placement.hpp"

namespace mlp::tmpl {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view rendered_suffix = ".jinja";

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
    for (const auto& file : files) {
        base::create_file(folder / file.path, file.content, file.executable ? 0755 : 0644);
    }
}

std::vector<std::string> paths_of(const std::vector<RenderedFile>& files) {
    std::vector<std::string> paths;
    for (const auto& file : files) paths.push_back(file.path);
    return paths;
}

/// Makes repository and first commit in `folder`; a missing libgit2 is said, not failed on: the project itself is
/// whole.
void first_commit(const fs::path& folder, const Template& project_template, Created& created) {
    try {
        const auto made =
            git::initialize(folder, created.made, fmt::format("Start from the template '{}'", project_template.name));
        created.commit = made.commit;
        if (made.neutral_identity)
            created.git_note = "git knows no name of yours: the first commit has a neutral author";
    } catch (const Error& error) {
        if (error.kind() == Kind::bug) throw;
        created.git_note = fmt::format("no git repository was made: {}", error.message());
    }
}

/// A folder that is not there yet appears with one rename; an empty one is filled, mlp.yaml last.
void create_whole(const Template& project_template, const std::vector<RenderedFile>& files, const fs::path& target,
                  bool use_git, Created& created) {
    base::make_folders(target.parent_path());
    clear_leftovers(target.parent_path());
    const base::TemporaryFolder staging(target.parent_path(), staging_prefix);
    // Held while this run lives: a staging folder whose lock is free belongs to a killed one.
    const auto lock = base::FileLock::try_acquire(staging.path() / "lock");
    const auto project = staging.path() / "project";
    base::make_folders(project);
    write_files(project, files);
    created.made = paths_of(files);
    if (use_git) first_commit(project, project_template, created);
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

/// A folder with files of its own: new files are moved in beside them, mlp.yaml last.
void create_among(const Template& project_template, std::vector<RenderedFile> files, const fs::path& target,
                  const CreateOptions& options, bool use_git, Created& created) {
    clear_leftovers(target);
    std::vector<std::string> conflicts;
    std::erase_if(files, [&](const RenderedFile& file) {
        if (!occupied(target, file.path)) return false;
        const auto& optional = project_template.optional;
        if (!options.force && std::find(optional.begin(), optional.end(), file.path) != optional.end()) {
            created.kept.push_back(file.path);
            return true;
        }
        (options.force ? created.replaced : conflicts).push_back(file.path);
        return false;
    });
    if (!conflicts.empty()) {
        throw Error(Kind::conflict,
                    fmt::format("{} already {} in '{}': {}", conflicts.size() == 1 ? "a file stands" : "files stand",
                                "there", base::printable(target.native()), fmt::join(conflicts, ", ")))
            .hint("choose another folder, move them away, or replace them with --force");
    }
    Placement placement(target);
    for (const auto& file : files) placement.stage(file.path, file.content, file.executable);
    placement.commit();
    created.made = paths_of(files);
    if (use_git) {
        first_commit(target, project_template, created);
        if (!created.commit.empty()) created.git_note = "files that were there before are not committed yet";
    }
}

}  // namespace

std::vector<RenderedFile> render_files(const Template& project_template, const Values& values) {
    std::vector<RenderedFile> rendered;
    std::set<std::string> seen;
    for (const auto& file : project_template.files) {
        auto name = render(file.name, values, file.name);
        const bool is_text = name.ends_with(rendered_suffix);
        if (is_text) name.resize(name.size() - rendered_suffix.size());
        const auto path = base::normal_relative(name);
        if (!path || *path == "." || base::is_within(*path, ".git")) {
            throw Error(Kind::invalid, fmt::format("the template's file '{}' would be written outside the project",
                                                   base::printable(name)));
        }
        if (!seen.insert(*path).second) throw Error(Kind::invalid, fmt::format("the template makes '{}' twice", *path));
        rendered.push_back(
            {*path, is_text ? render(file.content, values, file.name) : std::string(file.content), file.executable});
    }
    std::sort(rendered.begin(), rendered.end(),
              [](const RenderedFile& a, const RenderedFile& b) { return a.path < b.path; });
    return rendered;
}

Created create_project(const Template& project_template, const Values& values, const fs::path& target,
                       const CreateOptions& options) {
    const auto files = render_files(project_template, values);
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
    if (is_empty_or_absent(created.folder)) {
        create_whole(project_template, files, created.folder, use_git, created);
    } else {
        create_among(project_template, files, created.folder, options, use_git, created);
    }
    return created;
}

}  // namespace mlp::tmpl

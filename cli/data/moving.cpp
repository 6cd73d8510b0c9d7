#include "cli/data/moving.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <optional>

#include "cli/data/for_git.hpp"
#include "cli/data/placed.hpp"
#include "cli/data/site.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/data/dvc/add.hpp"
#include "core/data/dvc/dvc_file.hpp"
#include "core/data/dvc/git_ignore.hpp"
#include "core/data/placing.hpp"
#include "core/git/tracked.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using data::dvc::DvcFile;

namespace {

const TrackedPath& source_of(const DataSite& site, const std::string& word) {
    const std::string path = site.path_of(word);
    const TrackedPath* found = site.around(path);
    if (found == nullptr) throw site.unknown(word).hint("move files that are not tracked with `mv`");
    if (!found->is_data()) {
        throw Error(Kind::conflict, fmt::format("stage '{}' makes '{}'", found->stage, found->path))
            .at(found->file)
            .hint("change its name in the stage, then `mlp run`");
    }
    if (found->path != path) {
        throw Error(Kind::conflict, fmt::format("'{}' is a part of '{}', which '{}' records", path, found->path, found->file))
            .hint(fmt::format("move it with `mv`, then `mlp data add {}`", found->path));
    }
    return *found;
}

/// A move that was stopped half-way: the data has arrived, its record may not have.
bool has_moved(DataSite& site, const TrackedPath& source, const std::string& to) {
    if (!source.content || base::signature_of(site.root() / source.path)) return false;
    const auto there = site.contents().content_of(to, source.algorithm);
    return there && there->digest == source.content->digest;
}

/// As for data that is added there: links to folders, files that describe data, what git has.
void check_place(DataSite& site, const TrackedPath& source, const std::string& path) try {
    data::dvc::AddTarget target = data::dvc::new_target(path);
    if (!site.is_dvc()) target.file = data::data_lock_file;
    const data::dvc::Ignore* ignore = site.is_dvc() ? &site.contents().dvc().ignore() : nullptr;
    data::dvc::check_target(site.root(), ignore, target, {.commit = true, .git = uses_git(site)});
} catch (Error& error) {
    error.during(fmt::format("moving '{}'", source.path));
    throw;
}

/// The new path, relative to the root: a folder that is there means a place in it.
std::string destination_in(DataSite& site, const TrackedPath& source, const std::string& word) {
    std::error_code problem;
    fs::path to = site.call().folder() / word;
    const bool into = fs::is_directory(to, problem) && !has_moved(site, source, site.path_of(word));
    if (into) to /= fs::path(source.path).filename();
    const std::string path = site.new_path_of(to.lexically_normal().string(), "name a place in it");
    const auto refuse = [&](Kind kind, const std::string& why, const std::string& way_out) {
        throw Error(kind, fmt::format("'{}' cannot be moved to '{}': {}", source.path, word, why)).hint(way_out);
    };
    if (path == ".") refuse(Kind::usage, "that is the project itself", "name a place in it");
    if (base::is_within(path, source.path)) refuse(Kind::usage, "that is the data itself", "name another place");
    const bool moved = has_moved(site, source, path);
    if (!moved && base::signature_of(site.root() / path)) refuse(Kind::conflict, "something is there already", "move that away first");
    if (const TrackedPath* other = site.around(path); !moved && other != nullptr && other != &source)
        refuse(Kind::conflict, fmt::format("'{}' around it is tracked by '{}'", other->path, other->file), "name another place");
    check_place(site, source, path);
    return path;
}

std::string folder_of(const std::string& path) {
    const std::string folder = fs::path(path).parent_path().generic_string();
    return folder.empty() ? "." : folder;
}

/// A .dvc file with its text, before it is written.
struct Record {
    std::string file;
    std::string text;
};

/// What records the data at its new place, as `dvc move` writes it. A .dvc file with the data's own name moves with it.
Record record_at(DataSite& site, const TrackedPath& source, const std::string& to) {
    const fs::path root = site.root();
    const std::string text = base::read_file(root / source.file);
    DvcFile file = data::dvc::parse_dvc_file(text, source.file);
    if (file.outs.size() != 1) {
        throw Error(Kind::conflict, fmt::format("'{}' records {} paths together", source.file, file.outs.size()))
            .at(source.file)
            .hint("write each into a file of its own: `mlp data remove`, then `mlp data add`");
    }
    const fs::path old_folder = (root / folder_of(source.file) / file.wdir).lexically_normal();
    if (source.file != source.path + ".dvc") {
        file.outs.front().path = (root / to).lexically_relative(old_folder).generic_string();
        return {source.file, data::dvc::change_dvc_file(text, source.file, file)};
    }
    const Record record{to + ".dvc", ""};
    if (base::signature_of(root / record.file) && !has_moved(site, source, to)) {
        throw Error(Kind::conflict, fmt::format("'{}' is there already", record.file)).hint("move it away first");
    }
    const fs::path new_folder = (root / folder_of(to)).lexically_normal();
    file.wdir = ".";
    file.outs.front().path = fs::path(to).filename().generic_string();
    for (data::dvc::FileItem& dep : file.deps) {
        const bool elsewhere = dep.rest.contains("repo") || dep.path.empty() || dep.path.starts_with('/') ||
                               dep.path.find("://") != std::string::npos;
        if (!elsewhere)
            dep.path = (old_folder / dep.path).lexically_normal().lexically_relative(new_folder).generic_string();
    }
    return {record.file, data::dvc::dvc_file_text(file)};
}

/// A rename; where both places lie on different file systems a copy, which appears whole before the old data goes.
void rename_data(const fs::path& root, const fs::path& from, const fs::path& to) {
    base::make_folders(to.parent_path());
    std::error_code problem;
    fs::rename(from, to, problem);
    if (!problem) return;
    if (problem == std::errc::cross_device_link) {
        const base::TemporaryFolder staged = data::staging(root, to);
        fs::copy(from, staged.path() / "new", fs::copy_options::recursive | fs::copy_options::copy_symlinks, problem);
        if (!problem) {
            data::put_into_place(staged.path() / "new", to, staged.path());
            return base::remove_tree(from);
        }
    }
    throw system_error(fmt::format("move '{}' to", from.string()), to.string(), problem.value());
}

std::vector<std::string> readers_of(const DataSite& site, const std::string& path) {
    std::vector<std::string> readers;
    for (const config::Stage& stage : site.project().stages) {
        for (const config::PathRef& dep : stage.deps) {
            if (!dep.is_inside() || !base::is_within(dep.path, path)) continue;
            readers.push_back(stage.name);
            break;
        }
    }
    return readers;
}

void move_in_dvc(DataSite& site, const TrackedPath& source, MovedData& moved, const Record& record) {
    const fs::path root = site.root();
    const bool git = uses_git(site);
    if (git) data::dvc::ignore_output(root, moved.to);
    // Whoever is stopped from here on can run again: the data is known by its content.
    if (base::signature_of(root / source.path)) rename_data(root, root / source.path, root / moved.to);
    base::replace_file(root / record.file, record.text);
    if (record.file != source.file) base::remove_tree(root / source.file);
    if (git) data::dvc::unignore_output(root, source.path);
}

void move_in_lock(DataSite& site, const TrackedPath& source, const MovedData& moved) {
    data::dvc::ignore_output(site.root(), moved.to);
    const fs::path from = site.root() / source.path;
    if (base::signature_of(from)) rename_data(site.root(), from, site.root() / moved.to);
    data::DataLock& lock = site.data_lock();
    auto entry = lock.extract(source.path);
    entry.key() = moved.to;
    lock.insert(std::move(entry));
    data::write_data_lock(site.root(), lock);
    data::dvc::unignore_output(site.root(), source.path);
}

/// The .gitignore files beside both places, with what they say.
std::map<std::string, std::optional<std::string>> gitignores(const DataSite& site, const MovedData& moved) {
    std::map<std::string, std::optional<std::string>> found;
    for (const std::string& path : {moved.from, moved.to}) {
        const std::string file = data::dvc::ignore_file_of(path);
        found.emplace(file, base::read_file_if_exists(site.root() / file));
    }
    return found;
}

/// `git add` would take it for a mistake.
bool is_gone_unknown(const fs::path& root, const std::string& file) {
    return !base::signature_of(root / file) && git::tracked_among(root, {file}).empty();
}

}  // namespace

MovedData move_data(Invocation& call, const MoveAsk& ask) {
    const DataHold hold(call);
    DataSite site(call);
    const TrackedPath& source = source_of(site, ask.from);
    const std::string to = destination_in(site, source, ask.to);
    MovedData moved{.from = source.path,
                    .to = to,
                    .file = source.file,
                    .was_there = base::signature_of(site.root() / source.path) || has_moved(site, source, to),
                    .for_git = {},
                    .readers = readers_of(site, source.path)};
    const auto before = gitignores(site, moved);
    if (site.is_dvc()) {
        const Record record = record_at(site, source, moved.to);
        moved.file = record.file;
        base::make_folders((site.root() / record.file).parent_path());
        move_in_dvc(site, source, moved, record);
    } else {
        move_in_lock(site, source, moved);
    }
    moved.for_git = {moved.file};
    if (source.file != moved.file) moved.for_git.push_back(source.file);
    for (const auto& [file, text] : gitignores(site, moved)) {
        if (text != before.at(file)) moved.for_git.push_back(file);
    }
    std::erase_if(moved.for_git, [&](const std::string& file) { return is_gone_unknown(site.root(), file); });
    autostage(site, moved.for_git);
    if (source.content && moved.was_there) remember_placed(site, {{moved.to, *source.content}});
    return moved;
}

}  // namespace mlp::cli

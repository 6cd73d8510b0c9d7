#include "core/template/placement.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/base/path.hpp"

namespace mlp::tmpl {

namespace fs = std::filesystem;

// A staging folder holds: lock (held while its maker lives), journal ("<digest> <path>" of each file to come, "folder
// <path>" of an empty folder that was not there), new/ and old/.

namespace {

constexpr std::string_view project_file = "mlp.yaml";

constexpr std::string_view new_folder = "folder";

/// Of a file's content; links have one of their own.
std::string digest_of(const RenderedFile& file) {
    return base::sha256((file.kind == RenderedFile::Kind::link ? "link " : "") + file.content).to_string();
}

/// The same for what stands on disk; nothing when it is neither a file nor a link.
std::optional<std::string> digest_on_disk(const fs::path& path) {
    const auto found = base::signature_of(path);
    if (found && found->is_regular()) return base::hash_file(path).digest.to_string();
    if (!found || !found->is_link()) return std::nullopt;
    return base::sha256("link " + fs::read_symlink(path).native()).to_string();
}

base::FileLock locked(const fs::path& staging) {
    auto lock = base::FileLock::try_acquire(staging / "lock");
    if (!lock) throw Error(Kind::bug, "a fresh staging folder is locked by somebody else");
    return std::move(*lock);
}

struct Planned {
    std::string digest;
    std::string path;
};

std::vector<Planned> read_journal(const fs::path& staging) {
    std::vector<Planned> planned;
    const auto text = base::read_file_if_exists(staging / "journal").value_or("");
    std::size_t at = 0;
    while (at < text.size()) {
        const auto end = text.find('\n', at);
        if (end == std::string::npos) break;  // a torn last line: its file was not placed yet
        const auto line = std::string_view(text).substr(at, end - at);
        at = end + 1;
        const auto space = line.find(' ');
        const auto path =
            space == std::string_view::npos ? std::nullopt : base::normal_relative(line.substr(space + 1));
        if (path) planned.push_back({std::string(line.substr(0, space)), *path});
    }
    return planned;
}

void move_file(const fs::path& from, const fs::path& to) {
    base::make_folders(to.parent_path());
    if (::rename(from.c_str(), to.c_str()) == 0) return;
    // A folder does not take the place of one that has something in it, and none was there a moment ago.
    if (errno == ENOTEMPTY || errno == EEXIST) {
        throw Error(Kind::conflict, fmt::format("'{}' was made meanwhile by somebody else", to.native()))
            .hint("is another `mlp init` at work there? look at what it made, or name another folder");
    }
    throw system_error("write", to.native(), errno);
}

/// Removes folders that became empty, from the file's own upwards to the project.
void remove_empty_parents(const fs::path& folder, const std::string& path) {
    for (auto parent = fs::path(path).parent_path(); !parent.empty(); parent = parent.parent_path()) {
        if (::rmdir((folder / parent).c_str()) != 0) return;
    }
}

/// Takes back what was placed: a file goes only when it is still what was put there; what stood there before returns.
void take_back(const fs::path& folder, const fs::path& staging) {
    auto planned = read_journal(staging);
    std::reverse(planned.begin(), planned.end());  // what lies within a folder before the folder
    for (const auto& [digest, path] : planned) {
        const bool staged_still = base::signature_of(staging / "new" / path).has_value();
        if (digest == new_folder) {
            ::rmdir((folder / path).c_str());
        } else if (!staged_still && digest_on_disk(folder / path) == digest) {
            base::remove_tree(folder / path);
            remove_empty_parents(folder, path);
        }
        if (base::signature_of(staging / "old" / path) && !base::signature_of(folder / path)) {
            move_file(staging / "old" / path, folder / path);
        }
    }
}

}  // namespace

bool occupied(const fs::path& folder, const std::string& path) {
    if (base::signature_of(folder / path)) return true;
    for (auto parent = fs::path(path).parent_path(); !parent.empty(); parent = parent.parent_path()) {
        const auto found = base::signature_of(folder / parent);
        if (found && !found->is_folder()) return true;
    }
    return false;
}

void clear_leftovers(const fs::path& folder) {
    std::error_code error;
    std::vector<fs::path> leftovers;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const auto name = entry.path().filename().native();
        if (name.starts_with(staging_prefix) && entry.is_directory(error) && !entry.is_symlink(error))
            leftovers.push_back(entry.path());
    }
    for (const auto& staging : leftovers) {
        // Without a lock it was made, or killed, this very moment. Emptiness tells: who is at work makes the folder
        // again.
        if (!base::signature_of(staging / "lock")) {
            ::rmdir(staging.c_str());
            continue;
        }
        const auto lock = base::FileLock::try_acquire(staging / "lock");
        if (!lock) continue;
        take_back(folder, staging);
        base::remove_tree(staging);
    }
}

void place_tree(const fs::path& from, const fs::path& to) {
    std::vector<fs::path> entries;
    for (const auto& entry : fs::directory_iterator(from)) entries.push_back(entry.path());
    std::sort(entries.begin(), entries.end());
    // mlp.yaml last: a folder is a project once it is whole.
    std::stable_partition(entries.begin(), entries.end(),
                          [](const fs::path& path) { return path.filename() != project_file; });
    for (const auto& entry : entries) move_file(entry, to / entry.filename());
}

Placement::Placement(fs::path folder)
    : folder_(std::move(folder)), staging_(folder_, staging_prefix), lock_(locked(staging_.path())) {}

Placement::~Placement() {
    if (committed_) return;
    try {
        take_back(folder_, staging_.path());
    } catch (const Error&) {
        // The failure that led here is being told; what could not be taken back lies beside, in the staging folder.
    }
}

void write_entry(const fs::path& folder, const RenderedFile& file) {
    const auto path = folder / file.path;
    if (file.kind == RenderedFile::Kind::folder) {
        base::make_folders(path);
        return;
    }
    if (file.kind == RenderedFile::Kind::link) {
        base::make_folders(path.parent_path());
        if (::symlink(file.content.c_str(), path.c_str()) != 0) throw system_error("make link", path.native(), errno);
        return;
    }
    base::create_file(path, file.content, file.is_executable() ? 0755 : 0644);
    const bool usual = file.mode == 0644 || file.mode == 0755;
    if (!usual && ::chmod(path.c_str(), file.mode & 0777U) != 0)
        throw system_error("set the mode of", path.native(), errno);
}

void Placement::stage(const RenderedFile& file) {
    if (file.kind == RenderedFile::Kind::folder) {
        if (!base::signature_of(folder_ / file.path)) journal_ += fmt::format("{} {}\n", new_folder, file.path);
        return;
    }
    write_entry(staging_.path() / "new", file);
    journal_ += fmt::format("{} {}\n", digest_of(file), file.path);
}

void Placement::commit() {
    const auto& staging = staging_.path();
    base::replace_file(staging / "journal", journal_);
    base::sync_file_system(staging);
    auto planned = read_journal(staging);
    std::stable_partition(planned.begin(), planned.end(),
                          [](const Planned& file) { return file.path != project_file; });
    for (const auto& file : planned) {
        if (file.digest == new_folder) {
            base::make_folders(folder_ / file.path);
            continue;
        }
        if (base::signature_of(folder_ / file.path)) move_file(folder_ / file.path, staging / "old" / file.path);
        move_file(staging / "new" / file.path, folder_ / file.path);
    }
    base::sync_file_system(folder_);
    // From here on the project is whole: without its journal a leftover folder takes nothing back.
    base::remove_tree(staging / "journal");
    committed_ = true;
}

}  // namespace mlp::tmpl

#include "core/template/update.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/git/conflicts.hpp"
#include "core/git/merge_text.hpp"
#include "core/template/placement.hpp"

namespace mlp::tmpl {

namespace fs = std::filesystem;

namespace {

using Files = std::map<std::string, const RenderedFile*>;
using What = FileUpdate::What;

Files by_path(const std::vector<RenderedFile>& files) {
    Files map;
    for (const auto& file : files) {
        if (file.kind != RenderedFile::Kind::folder) map[file.path] = &file;
    }
    return map;
}

const RenderedFile* find(const Files& files, const std::string& path) {
    const auto found = files.find(path);
    return found == files.end() ? nullptr : found->second;
}

/// A file or link of the project; nothing where none is.
std::optional<RenderedFile> on_disk(const fs::path& project, const std::string& path) {
    constexpr std::uint64_t largest = 512ULL << 20U;
    const auto found = base::signature_of(project / path);
    if (!found || found->is_folder()) return std::nullopt;
    if (found->is_link())
        return RenderedFile{path, fs::read_symlink(project / path).native(), 0777, RenderedFile::Kind::link};
    return RenderedFile{path, base::read_file(project / path, largest), found->mode & 0777U, RenderedFile::Kind::file};
}

bool same(const RenderedFile* left, const RenderedFile* right) {
    if (left == nullptr || right == nullptr) return left == right;
    return left->kind == right->kind && left->content == right->content &&
           (left->kind == RenderedFile::Kind::link || left->is_executable() == right->is_executable());
}

/// The three sides of one path; a side that is not there is null.
struct Sides {
    const RenderedFile* old_made;
    const RenderedFile* new_made;
    const RenderedFile* mine;
};

FileUpdate merged(const std::string& path, const Sides& sides) {
    FileUpdate update{What::merged, path, *sides.mine, *sides.new_made, {}, {}, {}};
    const bool texts = sides.mine->kind == RenderedFile::Kind::file && sides.new_made->kind == RenderedFile::Kind::file;
    const std::string nothing;
    const auto& base_text = sides.old_made == nullptr ? nothing : sides.old_made->content;
    if (!texts) {
        update.what = What::kept;
        update.after = *sides.mine;
        update.note = "a link and a file, or two links: yours stays";
        return update;
    }
    const auto result = git::merge_texts(sides.mine->content, base_text, sides.new_made->content,
                                         {"before updating", "last update", "after updating"});
    update.after->content = result.text;
    // Who changed the run bit decides.
    const bool mine_changed =
        sides.old_made != nullptr && sides.old_made->is_executable() != sides.mine->is_executable();
    if (mine_changed) update.after->mode = sides.mine->mode;
    if (result.binary) {
        update.what = What::kept;
        update.after = *sides.mine;
        update.note = "no text, changed on both sides: yours stays";
    } else if (result.conflict) {
        update.what = What::conflict;
        update.base = base_text;
        update.theirs = sides.new_made->content;
    }
    return update;
}

std::optional<FileUpdate> update_of(const UpdateInput& input, const std::string& path, const Sides& sides) {
    const bool left_alone = std::find(input.left_alone.begin(), input.left_alone.end(), path) != input.left_alone.end();
    const auto before = sides.mine == nullptr ? std::nullopt : std::optional(*sides.mine);
    if (sides.new_made == nullptr) {
        if (sides.mine == nullptr) return std::nullopt;
        const auto* note = same(sides.mine, sides.old_made) ? "" : "you had changed it; git has your version";
        return FileUpdate{What::removed, path, before, std::nullopt, note, {}, {}};
    }
    if (sides.mine == nullptr) {
        // What the project removed on purpose stays away.
        if (sides.old_made != nullptr && !left_alone) return std::nullopt;
        return FileUpdate{What::added, path, before, *sides.new_made, {}, {}, {}};
    }
    if (same(sides.mine, sides.new_made) || left_alone) return std::nullopt;
    if (path == input.record) return FileUpdate{What::changed, path, before, *sides.new_made, {}, {}, {}};
    if (same(sides.old_made, sides.new_made)) return std::nullopt;
    if (same(sides.mine, sides.old_made)) return FileUpdate{What::changed, path, before, *sides.new_made, {}, {}, {}};
    return merged(path, sides);
}

/// Removes folders that became empty, from the file's own upwards.
void remove_emptied(const fs::path& project, const std::string& path) {
    for (auto folder = folder_of(path); folder != "."; folder = folder_of(folder)) {
        if (::rmdir((project / folder).c_str()) != 0) return;
    }
}

}  // namespace

std::string_view name_of(What what) {
    constexpr std::array<std::string_view, 6> names{"added", "changed", "merged", "conflict", "removed", "kept"};
    return names.at(static_cast<std::size_t>(what));
}

std::vector<FileUpdate> plan_update(const UpdateInput& input) {
    const auto old_files = by_path(input.old_files);
    const auto new_files = by_path(input.new_files);
    std::set<std::string> paths;
    for (const auto& [path, file] : old_files) paths.insert(path);
    for (const auto& [path, file] : new_files) paths.insert(path);
    std::vector<FileUpdate> updates;
    for (const auto& path : paths) {
        const auto mine = on_disk(input.project, path);
        const Sides sides{find(old_files, path), find(new_files, path), mine ? &*mine : nullptr};
        if (auto update = update_of(input, path, sides)) updates.push_back(std::move(*update));
    }
    return updates;
}

void apply_update(const fs::path& project, const std::vector<FileUpdate>& updates) {
    // A folder may take the place of a file, and the reverse: what goes, goes first.
    for (const auto& update : updates) {
        if (update.what != What::removed) continue;
        base::remove_tree(project / update.path);
        remove_emptied(project, update.path);
    }
    for (const auto& update : updates) {
        if (update.what == What::removed || update.what == What::kept || !update.after) continue;
        if (update.before) base::remove_tree(project / update.path);
        write_entry(project, *update.after);
    }
    base::sync_file_system(project);
    std::vector<git::Conflict> conflicts;
    for (const auto& update : updates) {
        if (update.what == What::conflict) conflicts.push_back({update.path, update.base, update.theirs});
    }
    git::record_conflicts(project, conflicts);
}

std::string patch_of(const std::vector<FileUpdate>& updates) {
    std::string patch;
    for (const auto& update : updates) {
        if (update.what == What::kept) continue;
        patch += git::unified_diff(update.path, update.before ? &update.before->content : nullptr,
                                   update.after ? &update.after->content : nullptr);
    }
    return patch;
}

}  // namespace mlp::tmpl

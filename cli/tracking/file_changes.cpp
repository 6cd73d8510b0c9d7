#include "cli/tracking/file_changes.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <set>

#include "core/base/io.hpp"
#include "core/base/process.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using data::ContentKind;
using git::CommittedFile;

namespace {

constexpr std::uint64_t largest = 2ULL << 30;

ContentKind kind_of(const WantedFile& file) {
    if (file.kept) return file.kept->kind;
    switch (file.committed.kind) {
        case CommittedFile::Kind::executable:
            return ContentKind::executable;
        case CommittedFile::Kind::link:
            return ContentKind::link;
        default:
            return ContentKind::file;
    }
}

ContentKind kind_of(const base::Signature& found) {
    if (found.is_link()) return ContentKind::link;
    return found.is_executable() ? ContentKind::executable : ContentKind::file;
}

/// Where mlp and DVC keep contents and notes: never code, even where somebody committed it.
bool is_kept_content(const std::string& path) {
    const std::string within = "/" + path;
    constexpr std::array<std::string_view, 3> folders{"/.mlp/", "/.dvc/cache/", "/.dvc/tmp/"};
    return std::any_of(folders.begin(), folders.end(),
                       [&](std::string_view folder) { return within.find(folder) != std::string::npos; });
}

class Planner {
public:
    Planner(const git::WorkTree& tree, const RecordedState& wanted)
        : tree_(tree), wanted_(wanted), changed_(tree.changed.begin(), tree.changed.end()) {
        if (!wanted.commit.empty()) base_ = git::Revision::find(tree.top, wanted.commit);
        if (tree.commit.empty()) return;
        if (const auto head = git::Revision::find(tree.top, tree.commit)) {
            for (CommittedFile& file : head->files()) {
                std::string path = file.path;
                head_.emplace(std::move(path), std::move(file));
            }
        }
    }

    FileChanges plan() {
        FileChanges changes;
        for (const auto& [path, file] : wanted_.files) {
            if (is_output(wanted_, path) || is_kept_content(path)) continue;
            const bool clean = head_.contains(path) && !changed_.contains(path);
            if (clean ? same_as_head(path, file) : same_on_disk(path, file)) continue;
            changes.write.push_back(path);
            // Of a folder in its place each file is judged by itself.
            const auto present = base::signature_of(tree_.top / path);
            if (!clean && present && !present->is_folder()) changes.lost.push_back(path);
        }
        for (const auto& [path, file] : head_) {
            if (wanted_.files.contains(path) || is_output(wanted_, path) || is_kept_content(path)) continue;
            if (!base::signature_of(tree_.top / path)) continue;
            changes.remove.push_back(path);
            if (changed_.contains(path)) changes.lost.push_back(path);
        }
        return changes;
    }

private:
    bool same_as_head(const std::string& path, const WantedFile& file) {
        const CommittedFile& head = head_.at(path);
        if (!file.kept) return head.blob == file.committed.blob && head.kind == file.committed.kind;
        return same_on_disk(path, file);
    }

    bool same_on_disk(const std::string& path, const WantedFile& file) {
        const auto found = base::signature_of(tree_.top / path);
        if (!found || found->is_folder() || kind_of(*found) != kind_of(file)) return false;
        if (file.kept && found->size != file.kept->size) return false;
        if (found->is_link()) {
            return base::sha256(fs::read_symlink(tree_.top / path).string()) == wanted_digest(path, file);
        }
        return base::hash_file(tree_.top / path).digest == wanted_digest(path, file);
    }

    base::Digest wanted_digest(const std::string& path, const WantedFile& file) {
        return file.kept ? file.kept->digest : base::sha256(base_->read(path, largest).value_or(""));
    }

    const git::WorkTree& tree_;
    const RecordedState& wanted_;
    std::set<std::string> changed_;
    std::optional<git::Revision> base_;
    std::map<std::string, CommittedFile> head_;
};

/// Everything that goes must be able to come.
void check_objects(const FileChanges& changes, const RecordedState& wanted, const data::ObjectStore& objects) {
    for (const std::string& path : changes.write) {
        const auto& kept = wanted.files.at(path).kept;
        if (!kept || objects.has(kept->digest)) continue;
        throw Error(Kind::missing, fmt::format("'{}' of run {} is no longer in the object store", path, wanted.run_id))
            .at(objects.path_of(kept->digest).string());
    }
}

/// Whether files can go where they belong, once what the run did not have is removed.
class Places {
public:
    Places(const fs::path& top, const RecordedState& wanted, const std::vector<std::string>& removed)
        : top_(top), wanted_(wanted), removed_(removed.begin(), removed.end()) {}

    void check(const std::string& path) const {
        check_parents(path);
        const auto found = base::signature_of(top_ / path);
        if (!found || !found->is_folder()) return;
        const auto inside = kept_inside(path);
        if (!inside) return;
        throw Error(Kind::conflict, fmt::format("'{}' is a folder here and a file of run {}, and '{}' in it would be lost",
                                                path, wanted_.run_id, *inside))
            .hint(fmt::format("move the folder away: mv {0} {0}.kept", base::shell_quote(path)));
    }

private:
    /// A link among the parents would lead the write elsewhere.
    void check_parents(const std::string& path) const {
        fs::path parent;
        for (const fs::path& part : fs::path(path).parent_path()) {
            parent /= part;
            const auto found = base::signature_of(top_ / parent);
            if (!found || removed_.contains(parent.string())) return;
            if (found->is_folder()) continue;
            throw Error(Kind::conflict, fmt::format("'{}' is a file here and a folder of run {}, into which '{}' belongs",
                                                    parent.string(), wanted_.run_id, path))
                .hint(fmt::format("move the file away: mv {0} {0}.kept", base::shell_quote(parent.string())));
        }
    }

    /// The first thing below the folder that is not going to be removed; the folder itself when it is empty and stays.
    std::optional<std::string> kept_inside(const std::string& folder) const {
        bool any = false;
        std::error_code problem;
        for (fs::recursive_directory_iterator entry(top_ / folder, problem), end; !problem && entry != end;
             entry.increment(problem)) {
            if (entry->is_directory(problem) && !entry->is_symlink(problem)) continue;
            any = true;
            std::string name = entry->path().lexically_relative(top_).generic_string();
            if (!removed_.contains(name)) return name;
        }
        return any ? std::nullopt : std::optional(folder);
    }

    const fs::path& top_;
    const RecordedState& wanted_;
    std::set<std::string> removed_;
};

void remove_file(const fs::path& top, const std::string& path) {
    base::remove_tree(top / path);
    // As git does: a folder goes with its last file.
    std::error_code not_empty;
    for (fs::path parent = fs::path(path).parent_path(); !parent.empty(); parent = parent.parent_path()) {
        if (!fs::remove(top / parent, not_empty)) break;
    }
}

void make(const WantedFile& file, const std::string& path, const std::optional<git::Revision>& base,
          const data::ObjectStore& objects, const fs::path& made) {
    const ContentKind kind = kind_of(file);
    if (kind == ContentKind::link) {
        fs::create_symlink(file.kept ? objects.read(file.kept->digest) : base->read(path).value_or(""), made);
    } else if (file.kept) {
        objects.clone_to(file.kept->digest, made, kind == ContentKind::executable);
    } else {
        constexpr unsigned plain = 0644;
        constexpr unsigned executable = 0755;
        base::create_file(made, base->read(path, largest).value_or(""),
                          kind == ContentKind::executable ? executable : plain);
    }
}

}  // namespace

FileChanges plan_changes(const git::WorkTree& tree, const RecordedState& wanted) {
    FileChanges changes = Planner(tree, wanted).plan();
    const Places places(tree.top, wanted, changes.remove);
    for (const std::string& path : changes.write) places.check(path);
    return changes;
}

void apply_changes(const FileChanges& changes, const git::WorkTree& tree, const RecordedState& wanted,
                   const data::ObjectStore& objects, const fs::path& temporaries) {
    check_objects(changes, wanted, objects);
    std::optional<git::Revision> base;
    if (!wanted.commit.empty()) base = git::Revision::find(tree.top, wanted.commit);
    base::remove_tree(temporaries);  // of one that was killed
    base::make_folders(temporaries);
    const base::TemporaryFolder staging(temporaries, "files");
    for (const std::string& path : changes.remove) remove_file(tree.top, path);
    for (const std::string& path : changes.write) {
        const fs::path target = tree.top / path;
        const fs::path made = staging.path() / "file";
        make(wanted.files.at(path), path, base, objects, made);
        base::make_folders(target.parent_path());
        fs::rename(made, target);
    }
}

}  // namespace mlp::cli

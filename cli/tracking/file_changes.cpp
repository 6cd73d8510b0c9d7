#include "cli/tracking/file_changes.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>

#include "core/base/io.hpp"

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
            if (is_output(wanted_, path)) continue;
            const bool clean = head_.contains(path) && !changed_.contains(path);
            if (clean ? same_as_head(path, file) : same_on_disk(path, file)) continue;
            changes.write.push_back(path);
            if (!clean && base::signature_of(tree_.top / path)) changes.lost.push_back(path);
        }
        for (const auto& [path, file] : head_) {
            if (wanted_.files.contains(path) || is_output(wanted_, path)) continue;
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

/// A link among the parents would lead the write elsewhere.
void check_parents(const fs::path& top, const std::string& path) {
    fs::path parent = top;
    for (const fs::path& part : fs::path(path).parent_path()) {
        parent /= part;
        const auto found = base::signature_of(parent);
        if (!found) return;
        if (found->is_folder()) continue;
        throw Error(Kind::conflict, fmt::format("'{}' is no folder, but '{}' belongs into it",
                                                parent.lexically_relative(top).string(), path))
            .hint("move it away");
    }
}

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
    return Planner(tree, wanted).plan();
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
        check_parents(tree.top, path);
        const fs::path target = tree.top / path;
        if (const auto found = base::signature_of(target); found && found->is_folder()) {
            throw Error(Kind::conflict, fmt::format("'{}' is a folder here and a file of run {}", path, wanted.run_id))
                .hint("move it away");
        }
        const fs::path made = staging.path() / "file";
        make(wanted.files.at(path), path, base, objects, made);
        base::make_folders(target.parent_path());
        fs::rename(made, target);
    }
}

}  // namespace mlp::cli

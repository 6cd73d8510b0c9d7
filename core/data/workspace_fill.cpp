// From names to digests: the files below a folder all at once, then the folders bottom up.
#include "core/data/object_writer.hpp"
#include "core/data/workspace_state.hpp"

namespace mlp::data {

namespace {

void collect_files(Node& folder, std::vector<Node*>& files) {
    for (Node& child : folder.children) {
        if (child.content.kind == ContentKind::tree) {
            collect_files(child, files);
        } else if (child.content.kind != ContentKind::link) {
            files.push_back(&child);
        }
    }
}

}  // namespace

FileHasher::Ask Workspace::State::ask(ObjectStore::Batch* batch, bool follow) {
    FileHasher::Ask made;
    made.follow = follow;
    if (batch == nullptr) {
        made.read = [](const std::filesystem::path& path) { return base::hash_file(path); };
    } else {
        made.read = [batch](const std::filesystem::path& path) { return batch->put_file(path); };
        made.enough = [this](const Digest& digest, std::uint64_t size) {
            return is_untouched_object(objects.path_of(digest), size);
        };
    }
    return made;
}

void Workspace::State::fill_file(Node& node, ObjectStore::Batch* batch) { hasher.fill({&node}, ask(batch, true)); }

void Workspace::State::close_folder(Node& folder, ObjectStore::Batch* batch) {
    std::vector<TreeEntry> entries;
    entries.reserve(folder.children.size());
    folder.content.size = 0;
    folder.content.files = 0;
    for (Node& child : folder.children) {
        if (child.content.kind == ContentKind::tree) {
            close_folder(child, batch);
        } else if (child.content.kind == ContentKind::link) {
            child.content.digest = batch != nullptr ? batch->put_bytes(child.target) : base::sha256(child.target);
        }
        folder.content.size += child.content.size;
        folder.content.files += child.content.files;
        entries.push_back({child.name, child.content});
    }
    const std::string text = tree_text(entries);
    folder.content.digest = batch != nullptr ? batch->put_bytes(text) : base::sha256(text);
}

void Workspace::State::fill_folder(Node& folder, ObjectStore::Batch* batch) {
    std::vector<Node*> files;
    collect_files(folder, files);
    const bool all_known = hasher.fill(files, ask(batch, false)) == 0;
    close_folder(folder, batch);
    if (batch == nullptr && all_known) memo.remember(folder, base::Algorithm::sha256, folder.content);
}

}  // namespace mlp::data

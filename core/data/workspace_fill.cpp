// From names to digests: each file by the index or by reading it once, several at a time, folders bottom up.
#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "core/data/parallel.hpp"
#include "core/data/workspace_state.hpp"

namespace mlp::data {

namespace {

using std::chrono::nanoseconds;

/// A fresh file of this size or more is worth a wait of a clock tick, so that its digest can be kept.
constexpr std::uint64_t worth_waiting = 1ULL << 20;
/// What may be read again at the end to settle small fresh files.
constexpr std::uint64_t settle_bytes = 32ULL << 20;
constexpr std::size_t most_fresh = 10'000;
constexpr std::uint64_t parallel_bytes = 1ULL << 20;
constexpr std::size_t parallel_files = 128;
constexpr int attempts = 3;

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

std::size_t threads_for(std::size_t files, std::uint64_t bytes) {
    if (files < 2 || (bytes < parallel_bytes && files < parallel_files)) {
        return 1;
    }
    return std::min<std::size_t>(std::max(1U, std::thread::hardware_concurrency()), files);
}

base::HashedFile Workspace::State::take(Node& node, ObjectStore::Batch* batch, bool follow) {
    base::HashedFile hashed;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        auto wait = time_to_settle(node.signature);
        if (wait && *wait > nanoseconds(0) && node.signature.size >= worth_waiting) {
            std::this_thread::sleep_for(*wait);
            wait = time_to_settle(node.signature);
        }
        hashed = batch != nullptr ? batch->put_file(root / node.path) : base::hash_file(root / node.path);
        const auto after = base::signature_of(root / node.path, follow);
        if (after == node.signature) {
            if (wait == nanoseconds(0)) {
                index.remember(node.path, node.signature, hashed.digest);
            } else if (node.signature.size < worth_waiting) {
                const std::scoped_lock lock(mutex);
                if (fresh.size() < most_fresh) {
                    fresh.push_back(node.path);
                }
            }
            return hashed;
        }
        if (!after || !after->is_regular()) {
            break;
        }
        node.signature = *after;
    }
    // Somebody writes to it all the time: what was read is what counts, and nothing is remembered.
    return hashed;
}

void Workspace::State::fill_file(Node& node, ObjectStore::Batch* batch, bool follow) {
    const auto known = index.find(node.path, node.signature);
    if (known) {
        node.content.digest = *known;
        if (batch == nullptr || objects.size_of(*known) == node.signature.size) {
            return;
        }
    }
    const base::HashedFile hashed = take(node, batch, follow);
    node.content.digest = hashed.digest;
    node.content.size = hashed.size;
}

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
    std::vector<Node*> unknown;
    std::uint64_t bytes = 0;
    for (Node* file : files) {
        const auto known = index.find(file->path, file->signature);
        if (known) {
            file->content.digest = *known;
        }
        if (!known || (batch != nullptr && objects.size_of(*known) != file->signature.size)) {
            unknown.push_back(file);
            bytes += file->signature.size;
        }
    }
    in_parallel(unknown.size(), threads_for(unknown.size(), bytes), [&](std::size_t at) {
        const base::HashedFile hashed = take(*unknown[at], batch, false);
        unknown[at]->content.digest = hashed.digest;
        unknown[at]->content.size = hashed.size;
    });
    close_folder(folder, batch);
}

void Workspace::State::settle_fresh() noexcept {
    try {
        std::uint64_t left = settle_bytes;
        for (const std::string& path : std::exchange(fresh, {})) {
            // Only what is old enough now and was not remembered meanwhile; the name itself may be a link by now.
            const auto before = base::signature_of(root / path);
            if (!before || !before->is_regular() || before->size > left || index.find(path, *before) ||
                time_to_settle(*before) != nanoseconds(0)) {
                continue;
            }
            left -= before->size;
            const base::HashedFile hashed = base::hash_file(root / path);
            if (base::signature_of(root / path) == before) {
                index.remember(path, *before, hashed.digest);
            }
        }
    } catch (const std::exception&) {
        return;  // a saving that did not come about
    }
}

}  // namespace mlp::data

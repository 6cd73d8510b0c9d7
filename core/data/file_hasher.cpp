#include "core/data/file_hasher.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "core/base/io_counters.hpp"
#include "core/data/parallel.hpp"

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

}  // namespace

std::size_t threads_for(std::size_t files, std::uint64_t bytes) {
    if (files < 2 || (bytes < parallel_bytes && files < parallel_files)) {
        return 1;
    }
    return std::min<std::size_t>(std::max(1U, std::thread::hardware_concurrency()), files);
}

FileHasher::FileHasher(std::filesystem::path root, FileIndex& index) : root_(std::move(root)), index_(index) {}

FileHasher::~FileHasher() { settle_fresh(); }

base::HashedFile FileHasher::take(Node& node, const Ask& ask) {
    base::HashedFile hashed;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        auto wait = time_to_settle(node.signature);
        if (wait && *wait > nanoseconds(0) && node.signature.size >= worth_waiting) {
            std::this_thread::sleep_for(*wait);
            wait = time_to_settle(node.signature);
        }
        hashed = ask.read(root_ / node.path);
        const auto after = base::signature_of(root_ / node.path, ask.follow);
        if (after == node.signature) {
            if (wait == nanoseconds(0)) {
                index_.remember(node.path, node.signature, hashed.digest);
            } else if (node.signature.size < worth_waiting) {
                const std::scoped_lock lock(mutex_);
                if (fresh_.size() < most_fresh) {
                    fresh_.push_back({node.path, ask.algorithm, ask.follow});
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

std::size_t FileHasher::fill(const std::vector<Node*>& files, const Ask& ask) {
    std::vector<Node*> unknown;
    std::uint64_t bytes = 0;
    for (Node* file : files) {
        const auto known = index_.find(file->path, file->signature, ask.algorithm);
        if (known) {
            file->content.digest = *known;
        }
        if (!known || (ask.enough && !ask.enough(*known, file->signature.size))) {
            unknown.push_back(file);
            bytes += file->signature.size;
        }
    }
    base::read_ahead(bytes);
    in_parallel(unknown.size(), threads_for(unknown.size(), bytes), [&](std::size_t at) {
        const base::HashedFile hashed = take(*unknown[at], ask);
        unknown[at]->content.digest = hashed.digest;
        unknown[at]->content.size = hashed.size;
    });
    return unknown.size();
}

void FileHasher::settle_fresh() noexcept {
    try {
        std::uint64_t left = settle_bytes;
        for (const auto& [path, algorithm, follow] : std::exchange(fresh_, {})) {
            // Only what is old enough now and was not remembered meanwhile; the name itself may be a link by now.
            const auto before = base::signature_of(root_ / path, follow);
            if (!before || !before->is_regular() || before->size > left || index_.find(path, *before, algorithm) ||
                time_to_settle(*before) != nanoseconds(0)) {
                continue;
            }
            left -= before->size;
            const base::HashedFile hashed = base::hash_file(root_ / path, algorithm);
            if (base::signature_of(root_ / path, follow) == before) {
                index_.remember(path, *before, hashed.digest);
            }
        }
    } catch (const std::exception&) {
        return;  // a saving that did not come about
    }
}

}  // namespace mlp::data

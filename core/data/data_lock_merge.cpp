#include "core/data/data_lock_merge.hpp"

#include <set>

#include "core/data/data_lock.hpp"

namespace mlp::data {

namespace {

const DataEntry* entry_at(const DataLock& lock, const std::string& path) {
    const auto found = lock.find(path);
    return found == lock.end() ? nullptr : &found->second;
}

bool same(const DataEntry* a, const DataEntry* b) { return a == nullptr || b == nullptr ? a == b : *a == *b; }

/// A side without the file gives an empty text.
DataLock side_of(std::string_view text, std::string_view name) {
    return text.empty() ? DataLock() : parse_data_lock(text, name);
}

std::string line_of(const std::string& path, const DataEntry* entry) {
    return entry == nullptr ? std::string() : data_lock_line(path, *entry);
}

}  // namespace

DataLockMerge merge_data_locks(std::string_view ancestor, std::string_view ours, std::string_view theirs,
                               std::string_view name) {
    const DataLock before = side_of(ancestor, name);
    const DataLock left = side_of(ours, name);
    const DataLock right = side_of(theirs, name);
    std::set<std::string> paths;
    for (const auto& [path, entry] : left) paths.insert(path);
    for (const auto& [path, entry] : right) paths.insert(path);
    DataLockMerge merge;
    DataLock taken;
    std::string lines;
    for (const std::string& path : paths) {
        const DataEntry* mine = entry_at(left, path);
        const DataEntry* other = entry_at(right, path);
        const DataEntry* old = entry_at(before, path);
        const bool keep = same(mine, other) || same(other, old);
        const DataEntry* chosen = keep ? mine : other;
        // Each side for itself is right, and together a folder and a part of it would be tracked.
        const bool overlaps = chosen != nullptr && path_around(taken, path);
        if ((keep || same(mine, old)) && !overlaps) {
            lines += line_of(path, chosen);
            if (chosen != nullptr) taken.emplace(path, *chosen);
            if (!keep) ++merge.from_theirs;
        } else {
            lines += "<<<<<<< ours\n" + line_of(path, mine) + "=======\n" + line_of(path, other) + ">>>>>>> theirs\n";
            merge.conflicts.push_back(path);
        }
    }
    merge.text = std::string(data_lock_head()) + (lines.empty() ? "data: {}\n" : "data:\n" + lines);
    return merge;
}

}  // namespace mlp::data

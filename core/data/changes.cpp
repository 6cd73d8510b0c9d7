#include "core/data/changes.hpp"

namespace mlp::data {

namespace {

/// Takes pairs of equal content out of both lists.
void find_renames(Changes& changes) {
    std::multimap<Digest, std::size_t> gone;
    for (std::size_t at = 0; at < changes.deleted.size(); ++at)
        gone.emplace(changes.deleted[at].before->digest, at);
    std::vector<bool> taken(changes.deleted.size(), false);
    std::vector<Change> added;
    for (Change& change : changes.added) {
        const auto source = gone.find(change.after->digest);
        const bool is_folder = change.path.ends_with('/');
        if (source == gone.end() || changes.deleted[source->second].path.ends_with('/') != is_folder) {
            added.push_back(std::move(change));
            continue;
        }
        const Change& old = changes.deleted[source->second];
        changes.renamed.push_back(
            {.path = change.path, .old_path = old.path, .before = old.before, .after = change.after});
        taken[source->second] = true;
        gone.erase(source);
    }
    changes.added = std::move(added);
    std::vector<Change> deleted;
    for (std::size_t at = 0; at < changes.deleted.size(); ++at) {
        if (!taken[at]) deleted.push_back(std::move(changes.deleted[at]));
    }
    changes.deleted = std::move(deleted);
}

}  // namespace

Changes changes_between(const FileStates& before, const FileStates& after) {
    Changes changes;
    for (const auto& [path, state] : after) {
        const auto old = before.find(path);
        if (old == before.end()) {
            changes.added.push_back({.path = path, .old_path = {}, .before = {}, .after = state});
        } else if (old->second.digest != state.digest) {
            changes.modified.push_back({.path = path, .old_path = {}, .before = old->second, .after = state});
        }
    }
    for (const auto& [path, state] : before) {
        if (!after.contains(path))
            changes.deleted.push_back({.path = path, .old_path = {}, .before = state, .after = {}});
    }
    find_renames(changes);
    return changes;
}

}  // namespace mlp::data

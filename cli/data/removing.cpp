#include "cli/data/removing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/data/for_git.hpp"
#include "cli/data/site.hpp"
#include "cli/data/states.hpp"
#include "core/base/text.hpp"
#include "core/data/dvc/git_ignore.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::cli {

namespace {

/// What a word names by its path or by the file that records it: nothing that merely lies below or around.
std::vector<const TrackedPath*> named_by(const DataSite& site, const std::string& word) {
    const std::string path = site.path_of(word);
    std::vector<const TrackedPath*> found;
    for (const TrackedPath& tracked : site.tracked()) {
        const bool by_file = tracked.is_data() && tracked.file == path && path != data::data_lock_file;
        if (tracked.path == path || by_file) found.push_back(&tracked);
    }
    if (!found.empty()) return found;
    if (const TrackedPath* outer = site.around(path)) {
        throw Error(Kind::conflict, fmt::format("'{}' is a part of '{}', which '{}' records", path, outer->path, outer->file))
            .hint(fmt::format("delete it and run `mlp data add {}`, or remove '{}' as a whole", outer->path, outer->path));
    }
    throw site.unknown(word).hint("`mlp data status` lists what is tracked");
}

std::vector<const TrackedPath*> targets_of(const DataSite& site, const RemoveAsk& ask) {
    std::vector<const TrackedPath*> targets;
    for (const std::string& word : ask.targets) {
        for (const TrackedPath* tracked : named_by(site, word)) {
            if (!tracked->is_data()) {
                throw Error(Kind::conflict, fmt::format("stage '{}' makes '{}'", tracked->stage, tracked->path))
                    .at(tracked->file)
                    .hint("take the stage, or this output, out of its file with an editor");
            }
            // One file may record several paths: it goes as a whole.
            for (const TrackedPath& other : site.tracked()) {
                const bool together = &other == tracked || (site.is_dvc() && other.is_data() && other.file == tracked->file);
                if (together && std::find(targets.begin(), targets.end(), &other) == targets.end())
                    targets.push_back(&other);
            }
        }
    }
    return targets;
}

/// Data whose content would be lost with it.
void refuse_loss(DataSite& site, const TrackedPath& tracked) {
    const auto now = site.contents().content_of(tracked.path, tracked.algorithm);
    if (!now) return;
    if (tracked.content && now->digest == tracked.content->digest && is_kept(site, *now)) return;
    throw Error(Kind::conflict, fmt::format("'{}' has content that is kept nowhere else", tracked.path))
        .at((site.root() / tracked.path).string())
        .hint("leave --outs out to keep the data, or delete it for good with --force");
}

void forget_in_lock(DataSite& site, const std::vector<const TrackedPath*>& targets) {
    data::DataLock& lock = site.data_lock();
    for (const TrackedPath* tracked : targets) lock.erase(tracked->path);
    data::write_data_lock(site.root(), lock);
}

void forget_in_dvc(DataSite& site, const std::vector<const TrackedPath*>& targets) {
    std::set<std::string> files;
    for (const TrackedPath* tracked : targets) {
        // A link into the cache becomes a file of its own: nobody knows any more that it is one.
        site.contents().dvc().workspace().unprotect(tracked->path);
        files.insert(tracked->file);
    }
    for (const std::string& file : files) base::remove_tree(site.root() / file);
}

}  // namespace

std::vector<RemovedData> remove_data(Invocation& call, const RemoveAsk& ask) {
    const DataHold hold(call);
    DataSite site(call);
    const std::vector<const TrackedPath*> targets = targets_of(site, ask);
    if (ask.outs && !ask.force) {
        for (const TrackedPath* tracked : targets) refuse_loss(site, *tracked);
    }
    site.is_dvc() ? forget_in_dvc(site, targets) : forget_in_lock(site, targets);
    const bool git = uses_git(site);
    std::vector<RemovedData> removed;
    for (const TrackedPath* tracked : targets) {
        RemovedData one{tracked->path, tracked->file, false};
        if (git && tracked->is_inside()) data::dvc::unignore_output(site.root(), tracked->path);
        if (ask.outs && base::signature_of(site.root() / tracked->path)) {
            site.contents().remove(tracked->path, tracked->algorithm);
            one.deleted = true;
        }
        removed.push_back(std::move(one));
    }
    return removed;
}

}  // namespace mlp::cli

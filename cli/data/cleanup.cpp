#include "cli/data/cleanup.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "cli/data/verification.hpp"
#include "core/base/error.hpp"
#include "core/git/references.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using data::BlobName;

namespace {

constexpr std::int64_t ns_per_ms = 1'000'000;

class Search {
public:
    Search(const Kept& kept, std::int64_t before_ns, std::size_t& young)
        : kept_(kept), before_ns_(before_ns), young_(young) {}

    void look(const BlobName& name, std::uint64_t size, const fs::path& path) {
        if (kept_.blobs.contains(name)) return;
        const auto found = base::signature_of(path);
        if (!found) return;
        // Both times: a file that became the object by a link was written long before.
        if (std::max(found->ctime_ns, found->mtime_ns) > before_ns_) {
            ++young_;
        } else {
            garbage_.push_back({name, size, path});
        }
    }
    std::vector<Garbage> take() { return std::move(garbage_); }

private:
    const Kept& kept_;
    std::int64_t before_ns_;
    std::size_t& young_;
    std::vector<Garbage> garbage_;
};

class Histories {
public:
    Histories(DataSite& site, std::set<BlobName> names, const Bring& bring)
        : site_(site), bring_(bring), open_(std::move(names)) {}

    std::map<BlobName, FormerName> find() {
        take_all(git::all_commits(site_.root()));
        take_all(git::former_commits(site_.root()));
        return std::move(found_);
    }

private:
    void take_all(const std::vector<git::NamedCommit>& commits) {
        std::vector<std::string> problems;
        for (const git::NamedCommit& commit : commits) {
            if (open_.empty()) break;
            if (!commits_.insert(commit.commit).second) continue;
            const auto revision = git::Revision::find(site_.root(), commit.commit);
            if (!revision) continue;
            for (const TrackedPath& tracked : records_.read(*revision, problems)) take(tracked, commit.name);
        }
    }

    void take(const TrackedPath& tracked, const std::string& commit) {
        if (!tracked.content || !seen_.insert(tracked.content->digest).second) return;
        const BlobLevels levels = blobs_of(site_, {{&tracked}}, bring_);
        const auto label = [&](const BlobName& name) {
            if (open_.erase(name) > 0) found_.emplace(name, FormerName{tracked.path, commit});
        };
        for (const BlobName& file : levels.files) label(file);
        for (const auto& level : levels.lists) {
            for (const BlobName& list : level) label(list);
        }
    }

    DataSite& site_;
    const Bring& bring_;
    RecordReader records_;
    std::set<std::string> commits_;
    std::set<BlobName> open_;
    std::set<base::Digest> seen_;
    std::map<BlobName, FormerName> found_;
};

}  // namespace

std::vector<Garbage> find_garbage(DataSite& site, const Kept& kept, std::chrono::milliseconds grace,
                                  std::size_t& young) {
    const std::int64_t now = site.call().env().now();
    // Nothing that was written while we looked is garbage, whatever the grace.
    Search search(kept, (now - grace.count()) * ns_per_ms, young);
    for_each_stored(site, [&](const BlobName& name, std::uint64_t size, const fs::path& path) {
        search.look(name, size, path);
    });
    return search.take();
}

std::map<BlobName, FormerName> find_in_history(DataSite& site, std::set<BlobName> names, const Bring& bring) {
    return Histories(site, std::move(names), bring).find();
}

std::vector<FreedGroup> explain_garbage(DataSite& site, const std::vector<Garbage>& garbage) {
    std::set<BlobName> names;
    for (const Garbage& one : garbage) names.insert(one.name);
    const auto histories = find_in_history(site, std::move(names), [](const std::vector<BlobName>&) {});
    std::map<FormerName, FreedGroup> groups;
    for (const Garbage& one : garbage) {
        const auto history = histories.find(one.name);
        const FormerName key = history == histories.end() ? FormerName() : history->second;
        FreedGroup& group = groups.try_emplace(key, FreedGroup{key.path, key.commit}).first->second;
        ++group.objects;
        group.bytes += one.size;
    }
    std::vector<FreedGroup> sorted;
    for (auto& [key, group] : groups) sorted.push_back(std::move(group));
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const FreedGroup& a, const FreedGroup& b) { return a.bytes > b.bytes; });
    return sorted;
}

void remove_garbage(const std::vector<Garbage>& garbage) {
    for (const bool listings : {true, false}) {
        for (const Garbage& one : garbage) {
            if (one.name.is_listing != listings) continue;
            if (::unlink(one.path.c_str()) != 0 && errno != ENOENT)
                throw system_error("remove", one.path.string(), errno);
            ::rmdir(one.path.parent_path().c_str());  // fails while others lie in it
        }
    }
}

}  // namespace mlp::cli

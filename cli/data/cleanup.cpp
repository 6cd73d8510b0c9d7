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

/// The first path of the newest commit that names each of these blobs.
class Histories {
public:
    Histories(DataSite& site, const std::vector<Garbage>& garbage) : site_(site) {
        for (const Garbage& one : garbage) open_.insert(one.name);
    }

    std::map<BlobName, std::pair<std::string, std::string>> find() {
        std::vector<std::string> problems;
        for (const git::NamedCommit& commit : git::all_commits(site_.root())) {
            if (open_.empty()) break;
            const auto revision = git::Revision::find(site_.root(), commit.commit);
            if (!revision) continue;
            for (const TrackedPath& tracked : records_.read(*revision, problems)) take(tracked, commit.name);
        }
        return std::move(found_);
    }

private:
    void take(const TrackedPath& tracked, const std::string& commit) {
        if (!tracked.content || !seen_.insert(tracked.content->digest).second) return;
        const BlobLevels levels = blobs_of(site_, {{&tracked}}, [](const std::vector<BlobName>&) {});
        const auto label = [&](const BlobName& name) {
            if (open_.erase(name) > 0) found_.emplace(name, std::pair(tracked.path, commit));
        };
        for (const BlobName& file : levels.files) label(file);
        for (const auto& level : levels.lists) {
            for (const BlobName& list : level) label(list);
        }
    }

    DataSite& site_;
    RecordReader records_;
    std::set<BlobName> open_;
    std::set<base::Digest> seen_;
    std::map<BlobName, std::pair<std::string, std::string>> found_;
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

std::vector<FreedGroup> explain_garbage(DataSite& site, const std::vector<Garbage>& garbage) {
    const auto histories = Histories(site, garbage).find();
    std::map<std::pair<std::string, std::string>, FreedGroup> groups;
    for (const Garbage& one : garbage) {
        const auto history = histories.find(one.name);
        const auto key = history == histories.end() ? std::pair<std::string, std::string>() : history->second;
        FreedGroup& group = groups.try_emplace(key, FreedGroup{key.first, key.second}).first->second;
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

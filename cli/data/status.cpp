#include "cli/data/status.hpp"

#include "cli/data/diff.hpp"
#include "cli/data/remote_status.hpp"
#include "core/base/path.hpp"
#include "core/git/repository.hpp"
#include "core/git/tracked.hpp"

namespace mlp::cli {

namespace {

/// What HEAD has; nothing without a repository or commit.
std::optional<States> committed_states(DataSite& site, const std::vector<std::string>& words, Depth depth) {
    if (!git::head_commit(site.root())) return std::nullopt;
    const auto head = git::Revision::find(site.root(), "HEAD");
    if (!head) return std::nullopt;
    std::vector<std::string> problems;
    const auto tracked = tracked_paths(*head, problems);
    for (const std::string& problem : problems) site.call().warn(problem);
    return recorded_states(site, chosen_of(tracked, site, words), depth);
}

}  // namespace

std::vector<Chosen> chosen_of(const std::vector<TrackedPath>& tracked, const DataSite& site,
                              const std::vector<std::string>& words) {
    std::vector<Chosen> chosen;
    if (words.empty()) {
        for (const TrackedPath& one : tracked) chosen.push_back({&one});
    }
    for (const std::string& word : words) {
        const auto found = named_among(tracked, site.path_of(word), word);
        chosen.insert(chosen.end(), found.begin(), found.end());
    }
    return chosen;
}

DataStatus data_status(DataSite& site, const std::vector<std::string>& words, const StatusOptions& options) {
    const Depth depth = options.granular ? Depth::files : Depth::whole;
    const std::vector<Chosen> chosen = site.chosen(words);
    DataStatus status;
    for (const Chosen& one : chosen) status.tracked += one.tracked->cache ? 1U : 0U;
    const States recorded = recorded_states(site, chosen, depth);
    const States present = present_states(site, chosen, depth);
    status.uncommitted = compare(recorded, present);
    if (const auto head = committed_states(site, words, depth)) status.committed = compare(*head, recorded);
    status.not_in_cache = missing_here(site, chosen, depth);
    if (options.not_in_remote) status.not_in_remote = missing_in_remote(site, chosen, depth, options.remote);
    if (options.untracked) status.untracked = git::untracked_files(site.root());
    if (!options.unchanged) return status;
    for (const auto& [path, state] : recorded.states) {
        const auto now = present.states.find(path);
        if (now != present.states.end() && now->second.digest == state.digest) status.unchanged.push_back(path);
    }
    return status;
}

}  // namespace mlp::cli

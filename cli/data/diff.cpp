#include "cli/data/diff.hpp"

#include <fmt/format.h>

#include <utility>

#include "cli/data/status.hpp"
#include "core/git/repository.hpp"

namespace mlp::cli {

namespace {

/// One side: what its project tracks, and its states.
struct DiffSide {
    std::vector<TrackedPath> tracked;
    std::vector<Chosen> chosen;
    States states;
};

void take_revision(DataSite& site, const std::string& name, const std::vector<std::string>& words, DiffSide& side) {
    const auto revision = git::Revision::find(site.root(), name);
    if (!revision) {
        // Before the first commit there is nothing, and that is what HEAD has.
        if (name == "HEAD" && git::inside_repository(site.root()) && !git::head_commit(site.root())) return;
        throw Error(Kind::missing, fmt::format("git knows no revision '{}' here", name))
            .hint("`git log --oneline --all` lists them; data is compared with the commits that record it");
    }
    std::vector<std::string> problems;
    side.tracked = tracked_paths(*revision, problems);
    for (const std::string& problem : problems) site.call().warn(problem);
    side.chosen = chosen_of(side.tracked, site, words);
    side.states = recorded_states(site, side.chosen, Depth::files);
}

void keep_whole(const std::vector<std::string>& unlisted, data::FileStates& states) {
    for (const std::string& folder : unlisted) {
        for (auto at = states.upper_bound(folder); at != states.end() && at->first.starts_with(folder);)
            at = states.erase(at);
    }
}

}  // namespace

data::Changes compare(States before, States after) {
    for (States* one : {&before, &after}) {
        keep_whole(before.unlisted, one->states);
        keep_whole(after.unlisted, one->states);
    }
    return data::changes_between(before.states, after.states);
}

DataDiff data_diff(DataSite& site, const std::string& from, const std::optional<std::string>& to,
                   const std::vector<std::string>& words) {
    DiffSide before;
    DiffSide after;
    take_revision(site, from, words, before);
    if (to) {
        take_revision(site, *to, words, after);
    } else {
        after.chosen = chosen_of(site.tracked(), site, words);
        after.states = present_states(site, after.chosen, Depth::files);
    }
    if (!words.empty() && before.chosen.empty() && after.chosen.empty()) {
        throw Error(Kind::missing, fmt::format("neither side tracks '{}'", words.front()))
            .hint("`mlp data status` lists what is tracked");
    }
    DataDiff diff{from, to.value_or("workspace"), compare(std::move(before.states), std::move(after.states)), {}};
    if (!to) diff.not_in_cache = missing_here(site, before.chosen, Depth::files);
    return diff;
}

}  // namespace mlp::cli

#include "cli/data/sharing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <list>
#include <set>

#include "cli/data/blobs.hpp"
#include "cli/data/importing.hpp"
#include "cli/data/remote_cleanup.hpp"
#include "cli/data/remotes.hpp"
#include "cli/data/status.hpp"
#include "cli/output/transfer_progress.hpp"
#include "cli/settings/remotes.hpp"
#include "core/base/text.hpp"
#include "core/base/url.hpp"
#include "core/git/references.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::cli {

using base::Algorithm;
using data::BlobName;

namespace {

/// What is meant, with the records of other commits kept alive.
struct Meant {
    std::vector<Chosen> here;  ///< of the working tree
    std::vector<Chosen> elsewhere;
    std::list<std::vector<TrackedPath>> records;  ///< of the latter

    std::vector<Chosen> all() const {
        std::vector<Chosen> both = here;
        both.insert(both.end(), elsewhere.begin(), elsewhere.end());
        return both;
    }
};

void add_commits(DataSite& site, const ShareAsk& ask, Meant& meant) {
    std::vector<git::NamedCommit> commits;
    const auto take = [&](std::vector<git::NamedCommit> more) {
        std::move(more.begin(), more.end(), std::back_inserter(commits));
    };
    if (ask.all_branches) take(git::branches(site.root()));
    if (ask.all_tags) take(git::tags(site.root()));
    if (ask.all_commits) take(git::all_commits(site.root()));
    std::set<std::string> seen;
    std::vector<std::string> problems;
    RecordReader records;
    for (const git::NamedCommit& commit : commits) {
        if (!seen.insert(commit.commit).second) continue;
        const auto revision = git::Revision::find(site.root(), commit.commit);
        if (!revision) continue;
        meant.records.push_back(records.read(*revision, problems));
        for (const Chosen& one : chosen_of(meant.records.back(), site, ask.paths)) meant.elsewhere.push_back(one);
    }
    for (const std::string& problem : problems) site.call().warn(problem);
}

Meant meant_by(DataSite& site, const ShareAsk& ask) {
    Meant meant;
    meant.here = site.chosen(ask.paths);
    add_commits(site, ask, meant);
    return meant;
}

/// By the remote that it belongs to. What belongs to another than the one asked for is left out, as DVC does.
std::map<std::string, std::vector<Chosen>> by_remote(DataSite& site, const ShareAsk& ask, Direction direction,
                                                     const Meant& meant) {
    std::map<std::string, std::vector<Chosen>> groups;
    const std::optional<std::string> usual = ask.remote ? ask.remote : default_remote(site);
    for (const Chosen& one : meant.all()) {
        const TrackedPath& tracked = *one.tracked;
        if (!tracked.cache || !tracked.content) continue;
        if (tracked.is_import || (direction == Direction::push && !tracked.push)) continue;
        if (ask.remote && !tracked.remote.empty() && tracked.remote != *ask.remote) continue;
        if (tracked.remote.empty() && !usual) throw no_default_remote(site.call());
        groups[tracked.remote.empty() ? *usual : tracked.remote].push_back(one);
    }
    return groups;
}

void join(data::Transferred& into, data::Transferred&& more) {
    into.moved += more.moved;
    into.present += more.present;
    into.bytes += more.bytes;
    std::move(more.failed.begin(), more.failed.end(), std::back_inserter(into.failed));
}

/// Blobs of both kinds, each to the place where it lies on this machine.
class Mover {
public:
    Mover(DataSite& site, data::BlobRemote& remote, std::size_t jobs, Direction direction)
        : site_(site),
          remote_(remote),
          direction_(direction),
          progress_(site.call(), direction == Direction::push ? "pushing" : "fetching"),
          jobs_(jobs) {}

    data::Transferred move(const std::vector<Chosen>& chosen);

private:
    data::Transferred move_level(const std::vector<BlobName>& names, Direction direction,
                                 data::TransferObserver* observer);
    void expect(const BlobLevels& levels);
    void bring_lists(const std::vector<BlobName>& lists);

    DataSite& site_;
    data::BlobRemote& remote_;
    Direction direction_;
    TransferProgress progress_;
    std::size_t jobs_;
    data::Transferred done_;
};

data::Transferred Mover::move_level(const std::vector<BlobName>& names, Direction direction,
                                    data::TransferObserver* observer) {
    std::vector<BlobName> own;
    std::vector<BlobName> of_dvc;
    for (const BlobName& name : names) (name.digest.algorithm() == Algorithm::sha256 ? own : of_dvc).push_back(name);
    data::Transferred done;
    const data::TransferOptions options{.jobs = jobs_, .observer = observer};
    const auto move_all = [&](const std::vector<BlobName>& all, const data::BlobSpace& space) {
        join(done, direction == Direction::push ? data::push_blobs(remote_, all, space, options)
                                                : data::fetch_blobs(remote_, all, space, options));
    };
    if (!own.empty()) move_all(own, data::space_of(site_.contents().objects()));
    if (!of_dvc.empty()) move_all(of_dvc, data::space_of(site_.contents().dvc().cache()));
    return done;
}

/// What is to be fetched counts; for a push a list that only the remote has is read there, since it may promise what
/// the remote lacks.
void Mover::bring_lists(const std::vector<BlobName>& lists) {
    if (direction_ == Direction::fetch) {
        progress_.expect(lists.size());
        return join(done_, move_level(lists, Direction::fetch, &progress_));
    }
    for (data::Transferred::Failure& failure : move_level(lists, Direction::fetch, nullptr).failed) {
        // Of a list that is in neither place the push itself tells.
        if (failure.error.kind() != Kind::missing) done_.failed.push_back(std::move(failure));
    }
}

/// Nothing of it is known before all lists are read: none of their files was counted yet.
void Mover::expect(const BlobLevels& levels) {
    std::uint64_t bytes = 0;
    std::size_t count = 0;
    for (const auto& level : levels.lists) {
        count += level.size();
        for (const BlobName& list : level) bytes += size_here(site_, list).value_or(0);
    }
    progress_.expect(levels.files.size() + (direction_ == Direction::push ? count : 0));
    if (levels.bytes) progress_.set_total(*levels.bytes + bytes);
}

data::Transferred Mover::move(const std::vector<Chosen>& chosen) {
    const BlobLevels levels =
        blobs_of(site_, chosen, [&](const auto& lists) { bring_lists(lists); },
                 {.sizes = direction_ == Direction::push ? Sizes::here : Sizes::all});
    expect(levels);
    if (direction_ == Direction::push) spare_pushed(remote_, levels);
    join(done_, move_level({levels.files.begin(), levels.files.end()}, direction_, &progress_));
    for (const auto& level : levels.lists) {
        // A list in a remote promises what it names.
        if (direction_ == Direction::push && done_.failed.empty()) {
            join(done_, move_level({level.begin(), level.end()}, Direction::push, &progress_));
        }
    }
    return std::move(done_);
}

/// Says of each failure for which file it is: a digest means nothing to its reader.
void name_paths(DataSite& site, const std::vector<Chosen>& chosen, Direction direction, data::Transferred& done) {
    std::set<BlobName> names;
    for (const auto& failure : done.failed) names.insert(failure.name);
    if (names.empty()) return;
    const auto paths = paths_of(site, chosen, names);
    const std::string_view verb = direction == Direction::push ? "pushing" : "fetching";
    for (auto& failure : done.failed) {
        const auto path = paths.find(failure.name);
        if (path != paths.end()) failure.error.during(fmt::format("{} '{}'", verb, path->second));
    }
}

/// Imports of the working tree come from where they were imported.
void fetch_imports(DataSite& site, const std::vector<Chosen>& chosen, std::vector<Shared>& shared) {
    std::set<const TrackedPath*> seen;
    for (const Chosen& one : chosen) {
        if (!one.tracked->is_import || !seen.insert(one.tracked).second) continue;
        Shared import{.remote = "import", .address = one.tracked->file, .done = {}};
        try {
            (fetch_import(site, *one.tracked) ? import.done.moved : import.done.present) = 1;
        } catch (const Error& error) {
            import.done.failed.push_back({blob_of(*one.tracked->content), error});
        }
        shared.push_back(std::move(import));
    }
}

}  // namespace

std::vector<Shared> share(DataSite& site, const ShareAsk& ask, Direction direction) {
    const Meant meant = meant_by(site, ask);
    std::vector<Shared> shared;
    if (direction == Direction::fetch) fetch_imports(site, meant.here, shared);
    for (const auto& [name, chosen] : by_remote(site, ask, direction, meant)) {
        const data::RemoteSettings settings = named_or_address(site.call(), name);
        const auto remote = data::open_remote(settings, site.root(), site.call().env());
        data::Transferred done = Mover(site, *remote, data::jobs_of(settings, ask.jobs), direction).move(chosen);
        name_paths(site, chosen, direction, done);
        shared.push_back({base::public_url(name), remote->address(), std::move(done)});
    }
    return shared;
}

std::optional<Error> failure_of(const std::vector<Shared>& shared, Direction direction) {
    std::size_t count = 0;
    const data::Transferred::Failure* first = nullptr;
    for (const Shared& one : shared) {
        count += one.done.failed.size();
        for (const auto& failure : one.done.failed) {
            if (first == nullptr || failure.error.kind() > first->error.kind()) first = &failure;
        }
    }
    if (first == nullptr) return std::nullopt;
    const Error& cause = first->error;
    const std::string_view verb = direction == Direction::push ? "pushed" : "fetched";
    Error error(cause.kind(), fmt::format("{} object{} could not be {}: {}", count, count == 1 ? "" : "s", verb,
                                          cause.message()));
    error.at(cause.place());
    for (const std::string& step : cause.steps()) error.during(step);
    if (!cause.hint_text().empty()) return error.hint(cause.hint_text());
    if (cause.kind() == Kind::remote) error.hint("run again: what arrived is kept");
    if (cause.kind() == Kind::missing && direction == Direction::fetch)
        error.hint("`mlp data push` where it was added or made brings it there; -r names another remote");
    return error;
}

base::Json shared_json(const std::vector<Shared>& shared) {
    base::Json list = base::Json::array();
    for (const Shared& one : shared) {
        list.push_back({{"remote", one.remote},
                        {"address", one.address},
                        {"moved", one.done.moved},
                        {"present", one.done.present},
                        {"bytes", one.done.bytes}});
    }
    return list;
}

std::vector<std::string> shared_lines(const std::vector<Shared>& shared, Direction direction) {
    const bool push = direction == Direction::push;
    std::vector<std::string> lines;
    for (const Shared& one : shared) {
        std::string line = fmt::format("{} object{} {} {} ({})", one.done.moved, one.done.moved == 1 ? "" : "s",
                                       push ? "pushed to" : "fetched from", one.remote, one.address);
        if (one.done.moved > 0) line += ", " + base::size_text(one.done.bytes);
        if (one.done.present > 0)
            line += fmt::format("; {} {} there already", one.done.present, one.done.present == 1 ? "was" : "were");
        lines.push_back(std::move(line));
    }
    if (lines.empty()) lines.emplace_back(push ? "Nothing to push." : "Nothing to fetch.");
    return lines;
}

}  // namespace mlp::cli

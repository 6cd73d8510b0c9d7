// mlp data gc
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/age.hpp"
#include "cli/data/cleanup.hpp"
#include "cli/data/remote_cleanup.hpp"
#include "cli/data/remotes.hpp"
#include "cli/output/text.hpp"
#include "cli/pipeline/run_lock.hpp"
#include "cli/settings/remotes.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/git/changes.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::cli {

namespace {

struct GcAsk {
    KeepAsk keep;
    std::string grace = "1d";
    bool force = false;
    bool shared = false;
    bool cloud = false;
    bool sole_user = false;
    std::optional<std::string> remote;
};

struct Collected {
    Kept kept;
    std::vector<Garbage> garbage;
    std::vector<FreedGroup> groups;
    std::size_t young = 0;
    std::uint64_t bytes = 0;
    std::optional<RemoteGarbage> remote;
    bool removed = false;

    std::size_t objects() const { return garbage.size() + (remote ? remote->due.size() : 0); }
    std::uint64_t all_bytes() const { return bytes + (remote ? remote->bytes() : 0); }
};

/// Other projects may keep content in the same place, and we do not know what they name.
void refuse_shared(DataSite& site, const GcAsk& ask) {
    if (ask.shared) return;
    std::vector<std::filesystem::path> places{site.contents().objects().folder()};
    if (site.is_dvc()) places.push_back(site.contents().dvc().cache().folder());
    for (const std::filesystem::path& place : places) {
        std::error_code problem;
        if (base::inside(site.root(), site.root(), place.string()) || !std::filesystem::exists(place, problem)) continue;
        throw Error(Kind::conflict, fmt::format("'{}' may be shared with other projects, whose content would look like "
                                                "garbage here",
                                                place.string()))
            .at(place.string())
            .hint("--shared says that no other project keeps content there");
    }
}

/// What other branches and older commits name would look like garbage.
void refuse_partial_clone(DataSite& site) {
    const bool shallow = git::is_shallow(site.root());
    if (!shallow && git::fetches_all_branches(site.root())) return;
    throw Error(Kind::conflict, shallow ? "this clone is shallow: it does not know what older commits name"
                                        : "this clone fetches some branches only: it does not know what others name")
        .at(site.root().string())
        .hint(shallow ? "git fetch --unshallow"
                      : "git remote set-branches origin '*' && git fetch, or clean up in a clone of all branches");
}

std::unique_ptr<data::BlobRemote> remote_of(DataSite& site, const GcAsk& ask) {
    if (!ask.cloud) return nullptr;
    const auto name = ask.remote ? ask.remote : default_remote(site);
    if (name) return open_named_remote(site, *name);
    throw no_default_remote(site.call());
}

/// What is foreign there, for messages.
std::string foreign_text(const RemoteGarbage& remote) {
    return fmt::format("{} object{} that this project never named", remote.foreign, remote.foreign == 1 ? "" : "s");
}

void refuse_foreign(const RemoteGarbage& remote) {
    if (remote.foreign == 0) return;
    throw Error(Kind::conflict, fmt::format("the remote holds {}: another project may keep content there, and need what "
                                            "looks like garbage here",
                                            foreign_text(remote)))
        .at(remote.address)
        .hint("`git fetch --all` gets the commits of colleagues; --sole-user says that no other project keeps content there");
}

bool may_remove(Invocation& call, const GcAsk& ask, const Collected& collected) {
    if (ask.force || !call.may_prompt() || collected.objects() == 0) return ask.force;
    const auto answer = call.ask(
        fmt::format("Remove {} objects ({})? [y/N] ", collected.objects(), base::size_text(collected.all_bytes())));
    return answer == "y" || answer == "yes";
}

Collected collect(Invocation& call, const GcAsk& ask) {
    const auto grace = age_of(ask.grace, "--grace");
    if (!ask.cloud && (ask.remote || ask.sole_user)) {
        throw Error(Kind::usage, fmt::format("{} a remote, but without --cloud none is looked at",
                                             ask.remote ? "-r names" : "--sole-user is about"))
            .hint("add --cloud");
    }
    const base::FileLock run_lock = take_run_lock(call, false);
    const DataHold hold(call);
    DataSite site(call);
    refuse_shared(site, ask);
    const auto remote = remote_of(site, ask);
    if (remote) refuse_partial_clone(site);
    Collected collected;
    collected.kept = find_kept(site, ask.keep, [&](const std::vector<data::BlobName>& lists) {
        if (remote) fetch_lists(site, *remote, lists);
    });
    collected.garbage = find_garbage(site, collected.kept, grace, collected.young);
    for (const Garbage& one : collected.garbage) collected.bytes += one.size;
    collected.groups = explain_garbage(site, collected.garbage);
    if (remote) {
        collected.remote = find_remote_garbage(
            site, *remote, collected.kept, {.grace = grace, .sole_user = ask.sole_user, .note = ask.force});
        if (ask.force) refuse_foreign(*collected.remote);
    }
    collected.removed = may_remove(call, ask, collected);
    if (!collected.removed) return collected;
    remove_garbage(collected.garbage);
    if (remote) remove_remote_garbage(*remote, *collected.remote);
    return collected;
}

base::Json document_of(const Collected& collected) {
    base::Json json = document("mlp.data.gc/1");
    json["removed"] = collected.removed;
    json["objects"] = collected.garbage.size();
    json["bytes"] = collected.bytes;
    json["young"] = collected.young;
    json["kept"] = base::Json::array();
    for (const Keeper& keeper : collected.kept.keepers)
        json["kept"].push_back({{"keeper", keeper.name}, {"objects", keeper.blobs}});
    json["freed"] = base::Json::array();
    for (const FreedGroup& group : collected.groups) {
        json["freed"].push_back(
            {{"path", group.path}, {"commit", group.commit}, {"objects", group.objects}, {"bytes", group.bytes}});
    }
    if (collected.remote) {
        json["remote"] = {{"address", collected.remote->address},
                          {"objects", collected.remote->due.size()},
                          {"bytes", collected.remote->bytes()},
                          {"waiting", collected.remote->waiting},
                          {"foreign", collected.remote->foreign}};
    }
    return json;
}

void show_remote(Text& text, const RemoteGarbage& remote, bool removed) {
    if (remote.foreign > 0) {
        text.line(fmt::format("in {}: nothing may go; it holds {}, so another may keep content there (--sole-user says "
                              "that none does)",
                              remote.address, foreign_text(remote)));
        return;
    }
    text.line(fmt::format("in {}: {} {} object{}, {}", remote.address, removed ? "removed" : "would remove",
                          remote.due.size(), remote.due.size() == 1 ? "" : "s", base::size_text(remote.bytes())));
    if (remote.waiting > 0) {
        text.line(fmt::format("{} more there may go when they are still unnamed after the grace period (--grace)",
                              remote.waiting));
    }
}

void show(Text& text, const Collected& collected) {
    Table kept({"kept for", "objects"});
    kept.right(1);
    for (const Keeper& keeper : collected.kept.keepers) {
        // What it names is kept for one above it already.
        if (keeper.blobs > 0) kept.row({keeper.name, std::to_string(keeper.blobs)});
    }
    kept.print(text);
    text.line();
    if (collected.garbage.empty()) {
        text.line("Nothing to remove: everything is named by something.");
    } else {
        Table freed({collected.removed ? "removed" : "would remove", "of commit", "objects", "size"});
        freed.right(2).right(3);
        for (const FreedGroup& group : collected.groups) {
            freed.row({group.path.empty() ? "(no commit names it)" : group.path, group.commit,
                       std::to_string(group.objects), base::size_text(group.bytes)});
        }
        freed.print(text);
        text.line(fmt::format("{} {} object{}, {}", collected.removed ? "removed" : "would remove",
                              collected.garbage.size(), collected.garbage.size() == 1 ? "" : "s",
                              base::size_text(collected.bytes)));
        if (!collected.removed) text.line(Label::hint, "nothing was removed; --force removes it");
    }
    if (collected.remote) show_remote(text, *collected.remote, collected.removed);
    if (collected.young > 0)
        text.line(fmt::format("{} more may go once the grace period is over (--grace)", collected.young));
}

}  // namespace

Command data_gc_command() {
    auto ask = std::make_shared<GcAsk>();
    return {.arguments = {{.name = "-f,--force",
                           .help = "Remove without asking; without it, show what would go, and ask on a terminal",
                           .target = &ask->force},
                          {.name = "-A,--all-commits",
                           .help = "Keep what any commit names, not only branches, tags and other references",
                           .target = &ask->keep.all_commits},
                          {.name = "--grace",
                           .help = "Spare what was stored less long ago than this (default: 1d)",
                           .target = &ask->grace,
                           .value = "AGE"},
                          {.name = "--skip-unreadable",
                           .help = "Go on where a record of a commit cannot be read; what it names may go",
                           .target = &ask->keep.skip_unreadable},
                          {.name = "-c,--cloud", .help = "Clean up the remote as well", .target = &ask->cloud},
                          {.name = "-r,--remote",
                           .help = "With --cloud: the remote, by its name or address (default: the one of the settings)",
                           .target = &ask->remote,
                           .value = "NAME"},
                          {.name = "--sole-user",
                           .help = "With --cloud: no other project keeps content in the remote, so that what this one never "
                                   "named may go as well",
                           .target = &ask->sole_user},
                          {.name = "--shared",
                           .help = "The place outside of this project where content is kept is used by no other",
                           .target = &ask->shared}},
            .run = [ask](Invocation& call) {
                const Collected collected = collect(call, *ask);
                return Report{.document = document_of(collected),
                              .text = [collected](Text& text) { show(text, collected); }};
            }};
}

}  // namespace mlp::cli

#include "cli/data/updating.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/data/for_git.hpp"
#include "cli/data/importing.hpp"
#include "cli/data/own_import.hpp"
#include "cli/data/placed.hpp"
#include "cli/data/source.hpp"
#include "cli/data/states.hpp"
#include "cli/data/url_import.hpp"
#include "cli/data/url_source.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using data::dvc::DvcFile;
using data::dvc::FileItem;

namespace {

/// A .dvc file with one source and one output, or an entry of data.lock as one.
struct Import {
    const TrackedPath* tracked;
    std::string text;
    DvcFile file;
    std::string state = {};  ///< of an entry of data.lock: what its address told then

    bool is_of_repository() const { return file.deps.front().rest.contains("repo"); }
};

std::optional<Import> own_import(DataSite& site, const TrackedPath& tracked) {
    const auto entry = site.data_lock().find(tracked.path);
    if (entry == site.data_lock().end() || !entry->second.source) return std::nullopt;
    Import import{&tracked, {}, {}, entry->second.source->state};
    import.file.deps.push_back(item_of(*entry->second.source));
    return import;
}

std::optional<Import> import_of(DataSite& site, const TrackedPath& tracked) {
    if (!site.is_dvc()) return own_import(site, tracked);
    if (!tracked.is_data() || !tracked.file.ends_with(".dvc")) return std::nullopt;
    Import import{&tracked, base::read_file(site.root() / tracked.file), {}};
    import.file = data::dvc::parse_dvc_file(import.text, tracked.file);
    if (import.file.deps.size() != 1 || import.file.outs.size() != 1) return std::nullopt;
    return import;
}

std::vector<Import> imports_of(DataSite& site, const UpdateAsk& ask) {
    std::vector<Import> imports;
    for (const Chosen& one : site.chosen(ask.targets)) {
        const bool seen = std::any_of(imports.begin(), imports.end(),
                                      [&](const Import& import) { return import.tracked == one.tracked; });
        if (seen) continue;
        if (auto import = import_of(site, *one.tracked)) {
            imports.push_back(*std::move(import));
        } else if (!ask.targets.empty()) {
            throw Error(Kind::conflict, fmt::format("'{}' was not imported: nobody knows where from to update it",
                                                    one.tracked->path))
                .at(one.tracked->file)
                .hint("`mlp data add` records what it holds now");
        }
    }
    return imports;
}

/// What stands there now and is kept nowhere would be lost.
void refuse_overwriting(DataSite& site, const TrackedPath& tracked) {
    const auto now = site.contents().content_of(tracked.path, tracked.algorithm);
    if (!now || (tracked.content && now->digest == tracked.content->digest) || is_kept(site, *now)) return;
    throw Error(Kind::conflict, fmt::format("'{}' has changes that are kept nowhere", tracked.path))
        .at((site.root() / tracked.path).string())
        .hint("keep a copy, then run again with --force");
}

void record(DataSite& site, Import& import, FileItem source, const data::Content& content) {
    if (!site.is_dvc()) {
        record_import(site, import.tracked->path, source, content);
        remember_placed(site, {{import.tracked->path, content}});
        return;
    }
    import.file.deps.front() = std::move(source);
    FileItem& out = import.file.outs.front();
    out.content = content;
    out.has_size = true;
    out.rest.erase("hash");
    const std::string text = data::dvc::change_dvc_file(import.text, import.tracked->file, import.file);
    if (text != import.text) base::replace_file(site.root() / import.tracked->file, text);
    hand_to_git(site, import.tracked->path, import.tracked->file);
    remember_placed(site, {{import.tracked->path, content}});
}

UpdatedData update_url(DataSite& site, Import& import, const UpdateAsk& ask) {
    if (ask.rev) {
        throw Error(Kind::usage, fmt::format("'{}' comes from an address, which has no revisions", import.tracked->path))
            .at(import.tracked->file)
            .hint("leave --rev out");
    }
    const TrackedPath& tracked = *import.tracked;
    const fs::path folder = site.root() / fs::path(tracked.file).parent_path() / import.file.wdir;  // data.lock: the root
    UrlSource source(site, import.file.deps.front().path, folder);
    UpdatedData updated{.path = tracked.path, .file = tracked.file, .content = tracked.content};
    const FileItem now = source.look();
    if (tracked.content && (site.is_dvc() ? same_state(import.file.deps.front(), now) : import.state == state_of(now)))
        return updated;
    if (!ask.force) refuse_overwriting(site, tracked);
    auto [state, content] = fetch_url(site, source, tracked.path, jobs_for(ask.jobs));
    record(site, import, std::move(state), content);
    updated.changed = true;
    updated.content = content;
    return updated;
}

UpdatedData update_from_repository(DataSite& site, Import& import, const UpdateAsk& ask) {
    const TrackedPath& tracked = *import.tracked;
    FileItem dep = import.file.deps.front();
    base::Json& repo = dep.rest["repo"];
    const auto word = [&](const char* key) {
        const auto found = repo.find(key);
        return found == repo.end() || !found->is_string() ? std::nullopt : std::optional(found->get<std::string>());
    };
    const std::string url = word("url").value_or("");
    const auto rev = ask.rev ? ask.rev : word("rev");
    SourceRepository source(site.call(), source_folder(site, url), url, rev);
    UpdatedData updated{.path = tracked.path, .file = tracked.file, .commit = source.commit(), .content = tracked.content};
    if (tracked.content && word("rev_lock") == source.commit() && word("rev") == rev) return updated;
    if (!ask.force) refuse_overwriting(site, tracked);
    if (ask.rev) repo["rev"] = *ask.rev;
    repo["rev_lock"] = source.commit();
    source.get(dep.path, site.root() / tracked.path, jobs_for(ask.jobs));
    const data::Content content = store_arrived(site, tracked.path, site.algorithm());
    record(site, import, std::move(dep), content);
    updated.changed = true;
    updated.content = content;
    return updated;
}

}  // namespace

std::vector<UpdatedData> update_data(Invocation& call, const UpdateAsk& ask) {
    const DataHold hold(call);
    DataSite site(call);
    std::vector<UpdatedData> updated;
    for (Import& import : imports_of(site, ask)) {
        updated.push_back(import.is_of_repository() ? update_from_repository(site, import, ask)
                                                    : update_url(site, import, ask));
    }
    return updated;
}

}  // namespace mlp::cli

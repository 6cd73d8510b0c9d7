#include "cli/data/states.hpp"

#include <algorithm>
#include <utility>

#include "core/base/path.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::cli {

using base::Algorithm;
using data::Content;
using data::ContentKind;
using data::FileState;

namespace {

using Files = std::map<std::string, Content>;

/// Files of a listing have no size there; a size of their own is what is in the cache.
Files files_of(const std::vector<data::dvc::ListedFile>& listed) {
    Files files;
    for (const auto& file : listed) files.emplace(file.path, Content{.digest = file.digest});
    return files;
}

struct Present {
    Content content;
    Files files;
};

std::optional<Present> present_at(DataSite& site, const TrackedPath& tracked, Algorithm algorithm, Depth depth) {
    pipeline::Contents& contents = site.contents();
    if (depth == Depth::whole) {
        const auto content = contents.content_of(tracked.path, algorithm);
        return content ? std::optional(Present{*content, {}}) : std::nullopt;
    }
    if (algorithm == Algorithm::sha256) {
        auto held = contents.workspace().look_into(tracked.path);
        return held ? std::optional(Present{held->content, std::move(held->files)}) : std::nullopt;
    }
    const auto held = contents.dvc().workspace().look_into(tracked.path, algorithm);
    if (!held) return std::nullopt;
    Present present{held->content, files_of(held->files)};
    for (std::size_t at = 0; at < held->files.size(); ++at) present.files[held->files[at].path].size = held->sizes[at];
    return present;
}

bool sizes_known(const TrackedPath& tracked) { return tracked.algorithm == Algorithm::sha256; }

/// One tracked path, or the part of it that was asked for, as states.
void add_states(const Chosen& chosen, const Content& content, const Files& files, bool with_sizes,
                data::FileStates& states) {
    const std::string& path = chosen.tracked->path;
    if (chosen.part.empty()) {
        const bool known = content.size > 0 || is_folder(content);
        states[is_folder(content) ? path + "/" : path] = {content.digest,
                                                          known ? std::optional(content.size) : std::nullopt};
    }
    for (const auto& [name, file] : files) {
        if (!chosen.part.empty() && !base::is_within(name, chosen.part)) continue;
        states[path + "/" + name] = {file.digest, with_sizes ? std::optional(file.size) : std::nullopt};
    }
}

Depth depth_of(const Chosen& chosen, Depth depth) { return chosen.part.empty() ? depth : Depth::files; }

}  // namespace

std::optional<Files> recorded_files(DataSite& site, const Content& folder) {
    pipeline::Contents& contents = site.contents();
    try {
        if (folder.digest.algorithm() == Algorithm::sha256) return contents.workspace().stored_files(folder);
        return files_of(contents.dvc().cache().listing(folder));
    } catch (const Error& error) {
        if (error.kind() != Kind::missing) throw;
        return std::nullopt;
    }
}

bool is_whole(DataSite& site, const Content& content) {
    if (content.kind != ContentKind::tree) {
        return content.digest.algorithm() == Algorithm::sha256 ? site.contents().objects().verify(content.digest)
                                                               : site.contents().dvc().cache().verify(content);
    }
    const auto files = recorded_files(site, content);
    return files && std::all_of(files->begin(), files->end(), [&](const auto& file) { return is_whole(site, file.second); });
}

bool is_kept(DataSite& site, const Content& content) {
    return site.contents().stored(content) && is_whole(site, content);
}

States recorded_states(DataSite& site, const std::vector<Chosen>& chosen, Depth depth) {
    States found;
    for (const Chosen& one : chosen) {
        const TrackedPath& tracked = *one.tracked;
        if (!tracked.cache || !tracked.content) continue;
        Files files;
        if (depth_of(one, depth) == Depth::files && is_folder(*tracked.content)) {
            auto listed = recorded_files(site, *tracked.content);
            if (!listed) found.unlisted.push_back(tracked.path + "/");
            files = std::move(listed).value_or(Files());
        }
        add_states(one, *tracked.content, files, sizes_known(tracked), found.states);
    }
    return found;
}

States present_states(DataSite& site, const std::vector<Chosen>& chosen, Depth depth) {
    States found;
    for (const Chosen& one : chosen) {
        const TrackedPath& tracked = *one.tracked;
        if (!tracked.cache) continue;
        const Algorithm algorithm = tracked.content ? tracked.content->digest.algorithm() : tracked.algorithm;
        const auto present = present_at(site, tracked, algorithm, depth_of(one, depth));
        if (present) add_states(one, present->content, present->files, true, found.states);
    }
    return found;
}

std::vector<std::string> missing_here(DataSite& site, const std::vector<Chosen>& chosen, Depth depth) {
    std::vector<std::string> missing;
    for (const Chosen& one : chosen) {
        const TrackedPath& tracked = *one.tracked;
        if (!tracked.cache || !tracked.content) continue;
        if (!is_folder(*tracked.content)) {
            if (!site.contents().stored(*tracked.content)) missing.push_back(tracked.path);
            continue;
        }
        if (depth_of(one, depth) == Depth::whole) {
            if (!site.contents().stored(*tracked.content)) missing.push_back(tracked.path + "/");
            continue;
        }
        if (const auto files = recorded_files(site, *tracked.content); !files) {
            missing.push_back(tracked.path + "/");
        } else {
            for (const auto& [name, file] : *files) {
                if (!one.part.empty() && !base::is_within(name, one.part)) continue;
                if (!site.contents().stored(file)) missing.push_back(tracked.path + "/" + name);
            }
        }
    }
    return missing;
}

namespace {

base::Json state_json(const std::string& path, const FileState& state) {
    base::Json json{{"path", path}, {"digest", state.digest.to_string()}};
    if (state.size) json["size"] = *state.size;
    return json;
}

}  // namespace

base::Json changes_json(const data::Changes& changes) {
    base::Json json = base::Json::object();
    const auto list = [&](const char* key, const std::vector<data::Change>& found) -> base::Json& {
        json[key] = base::Json::array();
        for (const data::Change& change : found)
            json[key].push_back(state_json(change.path, change.after ? *change.after : *change.before));
        return json[key];
    };
    list("added", changes.added);
    base::Json& modified = list("modified", changes.modified);
    for (std::size_t at = 0; at < modified.size(); ++at)
        modified[at]["old_digest"] = changes.modified[at].before->digest.to_string();
    list("deleted", changes.deleted);
    base::Json& renamed = list("renamed", changes.renamed);
    for (std::size_t at = 0; at < renamed.size(); ++at) renamed[at]["old_path"] = changes.renamed[at].old_path;
    return json;
}

}  // namespace mlp::cli

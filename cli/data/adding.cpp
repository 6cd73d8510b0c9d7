#include "cli/data/adding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "cli/data/for_git.hpp"
#include "cli/data/placed.hpp"
#include "cli/data/site.hpp"
#include "cli/data/states.hpp"
#include "cli/output/reading_progress.hpp"
#include "core/base/glob.hpp"
#include "core/base/path.hpp"
#include "core/base/process.hpp"
#include "core/data/dvc/add.hpp"
#include "core/data/dvc/git_ignore.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using data::dvc::AddTarget;

namespace {

/// What a pattern stands for, sorted.
std::vector<std::string> matches_of(const fs::path& folder, const std::string& pattern) {
    std::vector<std::string> found = base::glob(folder, pattern);
    if (found.empty()) throw Error(Kind::missing, fmt::format("nothing matches '{}'", pattern));
    return found;
}

/// Each path once, relative to the root.
std::vector<std::string> paths_of(DataSite& site, const AddAsk& ask) {
    std::vector<std::string> paths;
    const auto take = [&](const std::string& word) {
        const std::string path = site.new_path_of(
            word, "copy or move it into the project; `mlp data import-url` takes a copy and remembers where from");
        if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
    };
    for (const std::string& word : ask.paths) {
        if (!ask.glob) {
            take(word);
            continue;
        }
        for (const std::string& match : matches_of(site.call().folder(), word)) take(match);
    }
    return paths;
}

Error overlap(const std::string& path, const std::string& other, const std::string& file) {
    return Error(Kind::conflict, fmt::format("cannot add '{}': '{}' in it is tracked by itself", path, other))
        .at(file)
        .hint(fmt::format("add what lies beside it; to track the whole folder take `mlp data remove {}` first",
                          base::shell_quote(other)));
}

/// Where a path is recorded: alone, or as a part of what is tracked around it.
AddTarget target_of(const DataSite& site, const std::string& path) {
    const TrackedPath* outer = site.around(path);
    if (outer != nullptr && !outer->is_data()) {
        throw Error(Kind::conflict, fmt::format("cannot add '{}': stage '{}' makes '{}'", path, outer->stage, outer->path))
            .at(outer->file)
            .hint("`mlp run` records what stages make");
    }
    for (const TrackedPath& tracked : site.tracked()) {
        if (tracked.path != path && base::is_within(tracked.path, path)) throw overlap(path, tracked.path, tracked.file);
    }
    if (outer != nullptr) return {path, outer->path, outer->file};
    AddTarget target = data::dvc::new_target(path);
    if (!site.is_dvc()) target.file = data::data_lock_file;
    return target;
}

std::vector<AddTarget> targets_of(DataSite& site, const AddAsk& ask) {
    std::vector<AddTarget> targets;
    for (const std::string& path : paths_of(site, ask)) {
        AddTarget target = target_of(site, path);
        for (const AddTarget& other : targets) {
            if (other.out == target.out) continue;
            if (base::is_within(other.out, target.out)) throw overlap(target.out, other.out, other.file);
            if (base::is_within(target.out, other.out)) throw overlap(other.out, target.out, target.file);
        }
        targets.push_back(std::move(target));
    }
    return targets;
}

std::vector<AddedData> add_to_dvc(DataSite& site, const std::vector<AddTarget>& targets, const AddAsk& ask) {
    pipeline::DvcContents& dvc = site.contents().dvc();
    const data::dvc::AddOptions options{.commit = !ask.no_commit, .git = uses_git(site)};
    for (const AddTarget& target : targets) data::dvc::check_target(site.root(), &dvc.ignore(), target, options);
    data::dvc::Cache::Batch batch(dvc.cache());
    std::vector<AddedData> result;
    for (const auto& added : data::dvc::add(dvc.workspace(), dvc.cache(), batch, targets, options)) {
        AddedData one{added.target.out, added.target.file, added.content, added.changed, {}};
        if (added.changed) one.for_git.push_back(added.target.file);
        if (added.ignored) one.for_git.push_back(data::dvc::ignore_file_of(added.target.out));
        result.push_back(std::move(one));
    }
    const fs::path& cache = dvc.cache().folder();
    if (options.git && data::dvc::git_takes_cache(site.root(), cache)) {
        site.call().warn(fmt::format("git does not ignore '{}': `git add` would take all content with it; put /{} into {}",
                                     cache.string(), cache.filename().string(),
                                     (cache.parent_path() / ".gitignore").string()));
    }
    std::vector<std::string> files;
    for (const AddedData& one : result) files.insert(files.end(), one.for_git.begin(), one.for_git.end());
    autostage(site, files);
    return result;
}

/// The first that is recorded beside the path and does not stand there, "raw/" where nobody knows; "": all is there.
std::string absent_beside(DataSite& site, const AddTarget& target, const data::Content& folder) {
    const auto files = recorded_files(site, folder);
    if (!files) return target.out + "/";
    for (const auto& [name, file] : *files) {
        std::string path = target.out + "/" + name;
        if (!base::is_within(path, target.path) && !base::signature_of(site.root() / path)) return path;
    }
    return "";
}

/// A part of a folder is recorded with all of the folder as it stands: what was never fetched must not go with it.
void refuse_partly_there(DataSite& site, const AddTarget& target) {
    const auto& lock = site.data_lock();
    const auto known = lock.find(target.out);
    if (target.path == target.out || known == lock.end() || !is_folder(known->second.content)) return;
    const std::string absent = absent_beside(site, target, known->second.content);
    if (absent.empty()) return;
    throw Error(Kind::conflict, fmt::format("cannot add '{}' alone: '{}' is recorded and not here, and would be recorded "
                                            "as deleted",
                                            target.path, absent))
        .at(target.file)
        .hint(fmt::format("`mlp data pull {0}` brings it; `mlp data add {0}` records the folder as it stands",
                          base::shell_quote(target.out)));
}

std::vector<AddedData> add_to_lock(DataSite& site, const std::vector<AddTarget>& targets, const AddAsk& ask) {
    const data::dvc::AddOptions options{.commit = !ask.no_commit};
    for (const AddTarget& target : targets) {
        data::dvc::check_target(site.root(), nullptr, target, options);
        refuse_partly_there(site, target);
    }
    pipeline::Contents& contents = site.contents();
    pipeline::Contents::Batch batch(contents);
    std::vector<AddedData> result;
    std::set<std::string> outs;
    for (const AddTarget& target : targets) {
        if (!outs.insert(target.out).second) continue;
        const auto content = options.commit ? contents.store(target.out, base::Algorithm::sha256, batch)
                                            : contents.content_of(target.out, base::Algorithm::sha256);
        if (!content) throw Error(Kind::missing, fmt::format("cannot add '{}': it does not exist", target.out));
        result.push_back({target.out, target.file, *content, false, {}});
    }
    batch.commit();
    data::DataLock& lock = site.data_lock();
    for (AddedData& one : result) {
        if (options.git && data::dvc::ignore_output(site.root(), one.path))
            one.for_git.push_back(data::dvc::ignore_file_of(one.path));
        const auto known = lock.find(one.path);
        one.changed = known == lock.end() || known->second.content != one.content;
        if (one.changed) one.for_git.insert(one.for_git.begin(), one.file);
        // Data of one's own: what was imported before is no longer what stands there.
        if (one.changed) lock[one.path] = {one.content};
    }
    data::write_data_lock(site.root(), lock);
    return result;
}

}  // namespace

std::vector<AddedData> add_data(Invocation& call, const AddAsk& ask) {
    const DataHold hold(call);
    DataSite site(call);
    const std::vector<AddTarget> targets = targets_of(site, ask);
    const ReadingProgress progress(call, "adding", learned_total(targets.size()));
    std::vector<AddedData> added = site.is_dvc() ? add_to_dvc(site, targets, ask) : add_to_lock(site, targets, ask);
    if (!ask.no_commit) {
        std::vector<std::pair<std::string, data::Content>> placed;
        for (const AddedData& one : added) placed.emplace_back(one.path, one.content);
        remember_placed(site, placed);
    }
    return added;
}

}  // namespace mlp::cli

#include "cli/data/tracked.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "cli/data/own_import.hpp"
#include "core/base/error.hpp"
#include "core/base/yaml.hpp"
#include "core/data/dvc/dvc_file.hpp"
#include "core/git/tracked.hpp"
#include "core/pipeline/contents.hpp"
#include "core/pipeline/dvc_lock.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using base::Algorithm;

namespace {

bool by_path(const TrackedPath& a, const TrackedPath& b) { return a.path < b.path; }

std::string recording_folder(const std::string& file) {
    const std::string folder = fs::path(file).parent_path().generic_string();
    return folder.empty() ? "." : folder;
}

bool is_import(const config::Stage& stage) {
    return std::any_of(stage.deps.begin(), stage.deps.end(),
                       [](const config::PathRef& dep) { return dep.path.starts_with("repo://"); });
}

/// The lock of a stage of DVC lies beside its dvc.yaml.
std::string recording_file(const config::Stage& stage) {
    if (!stage.is_of_dvc()) return std::string(pipeline::lock_file);
    if (stage.origin == config::Origin::data) return stage.file;
    return (fs::path(stage.file).parent_path() / "dvc.lock").generic_string();
}

void add_outputs(const config::Stage& stage, const pipeline::LockedStage* locked, std::vector<TrackedPath>& found) {
    for (const config::Output& out : stage.outs) {
        if (out.is_url()) continue;
        TrackedPath tracked{.path = out.path,
                            .file = recording_file(stage),
                            .stage = stage.origin == config::Origin::data ? "" : stage.name,
                            .is_import = is_import(stage),
                            .cache = out.cache,
                            .push = out.push,
                            .remote = out.remote,
                            .content = {},
                            .algorithm = pipeline::algorithm_of(stage)};
        if (locked != nullptr) {
            const auto content = locked->outs.find(out.path);
            if (content != locked->outs.end()) tracked.content = content->second;
        }
        found.push_back(std::move(tracked));
    }
}

void add_data(const data::DataLock& data, std::vector<TrackedPath>& found) {
    for (const auto& [path, entry] : data) {
        found.push_back({.path = path,
                         .file = std::string(data::data_lock_file),
                         .is_import = entry.source && entry.source->is_repository(),
                         .content = entry.content,
                         .origin = entry.source && entry.source->is_repository() ? entry.source : std::nullopt});
    }
}

std::vector<TrackedPath> recorded_in_dvc_file(const std::string& text, const std::string& file) {
    const data::dvc::DvcFile read = data::dvc::parse_dvc_file(text, file);
    const auto import = std::find_if(read.deps.begin(), read.deps.end(),
                                     [](const data::dvc::FileItem& dep) { return dep.rest.contains("repo"); });
    const auto origin = import == read.deps.end() ? std::nullopt : std::optional(source_of(*import));
    std::vector<TrackedPath> found;
    for (const data::dvc::FileItem& out : read.outs) {
        const auto wdir = pipeline::path_of_dvc_lock(read.wdir, recording_folder(file));
        const auto path = wdir ? pipeline::path_of_dvc_lock(out.path, *wdir) : std::nullopt;
        if (!path || path->find("://") != std::string::npos) continue;
        const auto remote = out.rest.find("remote");
        found.push_back({.path = *path,
                         .file = file,
                         .is_import = origin.has_value(),
                         .cache = out.flag("cache", true),
                         .push = out.flag("push", true),
                         .remote = remote == out.rest.end() ? "" : remote->get<std::string>(),
                         .content = out.content,
                         .algorithm = Algorithm::md5,
                         .origin = origin});
    }
    return found;
}

std::vector<TrackedPath> recorded_in_dvc_lock(const std::string& text, const std::string& file) {
    std::vector<TrackedPath> found;
    for (const pipeline::DvcLockEntry& entry :
         pipeline::parse_dvc_lock(text, file, pipeline::DvcLockLayouts::all).entries) {
        for (const auto& [written, out] : entry.stage.outs) {
            const auto path = pipeline::path_of_dvc_lock(written, recording_folder(file));
            if (!path || path->find("://") != std::string::npos) continue;
            found.push_back({.path = *path,
                             .file = file,
                             .stage = entry.name,
                             .content = out.content,
                             .algorithm = Algorithm::md5});
        }
    }
    return found;
}

std::vector<TrackedPath> recorded_in_own_lock(const std::string& text, const std::string& file) {
    std::vector<TrackedPath> found;
    for (const auto& [name, stage] : pipeline::parse_lock(text, file).stages) {
        for (const auto& [path, content] : stage.outs)
            found.push_back({.path = path, .file = file, .stage = name, .content = content});
    }
    return found;
}

/// Outputs that a dvc.yaml or mlp.yaml keeps out of the cache, out of remotes or for one remote, as far as they stand
/// there without a template.
struct Exceptions {
    std::set<std::string> uncached;
    std::set<std::string> unpushed;
    std::map<std::string, std::string> remotes;
};

bool is_off(const base::Yaml& options, std::string_view key) {
    const base::Yaml* value = options.find(key);
    return value != nullptr && value->type() == base::Yaml::Type::boolean && !value->as_bool();
}

void take_exceptions(const base::Yaml& stage, const std::string& folder, Exceptions& exceptions) {
    std::string wdir = folder;
    if (const base::Yaml* own = stage.find("wdir"); own != nullptr && own->is_string())
        wdir = pipeline::path_of_dvc_lock(own->text(), folder).value_or(folder);
    for (const std::string_view key : {"outs", "metrics", "plots"}) {
        const base::Yaml* list = stage.find(key);
        if (list == nullptr || !list->is_list()) continue;
        for (const base::Yaml& item : list->items()) {
            if (!item.is_map() || item.entries().size() != 1 || !item.entries().front().value.is_map()) continue;
            const base::Yaml::Entry& entry = item.entries().front();
            const auto path = pipeline::path_of_dvc_lock(entry.key, wdir);
            if (!path) continue;
            if (is_off(entry.value, "cache")) exceptions.uncached.insert(*path);
            if (is_off(entry.value, "push")) exceptions.unpushed.insert(*path);
            const base::Yaml* remote = entry.value.find("remote");
            if (remote != nullptr && remote->is_string()) exceptions.remotes[*path] = remote->text();
        }
    }
}

Exceptions exceptions_in(const std::string& text, const std::string& file) {
    Exceptions exceptions;
    std::vector<Problem> problems;
    const base::Yaml top = base::parse_yaml(text, file, problems);
    const base::Yaml* stages = top.is_map() ? top.find("stages") : nullptr;
    if (stages == nullptr || !stages->is_map()) return exceptions;
    for (const base::Yaml::Entry& stage : stages->entries()) {
        if (!stage.value.is_map()) continue;
        const base::Yaml* each = stage.value.find("do");
        take_exceptions(each != nullptr && each->is_map() ? *each : stage.value, recording_folder(file), exceptions);
    }
    return exceptions;
}

}  // namespace

std::vector<TrackedPath> tracked_paths(const config::Project& project, const pipeline::Lock& lock,
                                       const data::DataLock& data) {
    std::vector<TrackedPath> found;
    for (const config::Stage& stage : project.stages) add_outputs(stage, lock.find(stage.name), found);
    add_data(data, found);
    std::sort(found.begin(), found.end(), by_path);
    return found;
}

bool records_contents(const std::string& path, Projects projects) {
    const std::string name = path.substr(path.rfind('/') + 1);
    const bool is_lock = name == pipeline::lock_file || name == data::data_lock_file;
    return (name.ends_with(".dvc") && name != ".dvc") || name == "dvc.lock" ||
           (is_lock && (projects == Projects::nested || name == path));
}

std::vector<TrackedPath> recorded_in(const std::string& text, const std::string& file) {
    if (file.ends_with(".dvc")) return recorded_in_dvc_file(text, file);
    if (file.ends_with("dvc.lock")) return recorded_in_dvc_lock(text, file);
    std::vector<TrackedPath> found;
    if (file.ends_with(pipeline::lock_file)) {
        found = recorded_in_own_lock(text, file);
    } else {
        add_data(data::parse_data_lock(text, file), found);
    }
    const std::string folder = file.substr(0, file.rfind('/') + 1);  // "" at the top
    for (TrackedPath& tracked : found) {
        tracked.path = folder + tracked.path;
        tracked.file = file;
    }
    return found;
}

const RecordReader::Parsed& RecordReader::parse(const git::CommittedFile& file, const ReadFile& read_file,
                                                const std::string& where) {
    const auto [place, is_new] = parsed_.try_emplace(file.blob + " " + file.path);
    Parsed& parsed = place->second;
    if (!is_new) return parsed;
    try {
        const std::string text = read_file(file);
        if (records_contents(file.path, Projects::nested)) {
            parsed.tracked = recorded_in(text, file.path);
        } else {
            Exceptions exceptions = exceptions_in(text, file.path);
            parsed.uncached = std::move(exceptions.uncached);
            parsed.unpushed = std::move(exceptions.unpushed);
            parsed.remotes = std::move(exceptions.remotes);
        }
    } catch (const Error& error) {
        parsed.problem = fmt::format("{} of {}: {}", file.path, where, error.message());
    }
    return parsed;
}

std::vector<TrackedPath> RecordReader::read(const git::Revision& revision, std::vector<std::string>& problems,
                                            Projects projects) {
    constexpr std::size_t short_id = 7;
    return read(
        revision.files(), [&](const git::CommittedFile& file) { return revision.read(file.path).value_or(""); },
        "commit " + revision.commit().substr(0, short_id), problems, projects);
}

std::vector<TrackedPath> RecordReader::read_index(const fs::path& root, std::vector<std::string>& problems) {
    return read(
        git::staged_files(root), [&](const git::CommittedFile& file) { return git::read_staged(root, file); },
        "the index", problems);
}

std::vector<TrackedPath> RecordReader::read(const std::vector<git::CommittedFile>& files, const ReadFile& read_file,
                                            const std::string& where, std::vector<std::string>& problems,
                                            Projects projects) {
    std::vector<TrackedPath> found;
    Exceptions exceptions;
    for (const git::CommittedFile& file : files) {
        const std::string name = file.path.substr(file.path.rfind('/') + 1);
        const bool defines = name == "dvc.yaml" ||
                             (name == "mlp.yaml" && (projects == Projects::nested || name == file.path));
        if (!defines && !records_contents(file.path, projects)) continue;
        const Parsed& parsed = parse(file, read_file, where);
        if (!parsed.problem.empty()) problems.push_back(parsed.problem);
        found.insert(found.end(), parsed.tracked.begin(), parsed.tracked.end());
        exceptions.uncached.insert(parsed.uncached.begin(), parsed.uncached.end());
        exceptions.unpushed.insert(parsed.unpushed.begin(), parsed.unpushed.end());
        exceptions.remotes.insert(parsed.remotes.begin(), parsed.remotes.end());
    }
    for (TrackedPath& tracked : found) {
        if (tracked.is_data()) continue;
        tracked.cache = !exceptions.uncached.contains(tracked.path);
        tracked.push = !exceptions.unpushed.contains(tracked.path);
        const auto remote = exceptions.remotes.find(tracked.path);
        if (remote != exceptions.remotes.end()) tracked.remote = remote->second;
    }
    std::sort(found.begin(), found.end(), by_path);
    return found;
}

std::vector<TrackedPath> tracked_paths(const git::Revision& revision, std::vector<std::string>& problems,
                                       Projects projects) {
    return RecordReader().read(revision, problems, projects);
}

}  // namespace mlp::cli

#include "core/pipeline/dvc_entries.hpp"

#include <algorithm>

#include "core/data/dvc/dvc_file.hpp"
#include "core/pipeline/dvc_datasets.hpp"

namespace mlp::pipeline {

namespace {

using data::dvc::Tracked;
using Items = std::map<std::string, Tracked>;

const std::string& local_name(const config::Stage& stage) {
    return stage.local_name.empty() ? stage.name : stage.local_name;
}

/// How the stage's file writes a path of it.
template <class Path>
std::string written(const config::Stage& stage, const Path& path) {
    return path.written.empty() ? dvc_lock_path(path.path, stage.wdir) : path.written;
}

std::string written(const config::Stage& stage, const config::ParamRef& ref) {
    return ref.written.empty() ? dvc_lock_path(ref.file, stage.wdir) : ref.written;
}

template <class Paths>
std::map<std::string, Content> contents_of(const config::Stage& stage, const Paths& declared, const Items& items) {
    std::map<std::string, Content> contents;
    for (const auto& path : declared) {
        const auto item = items.find(written(stage, path));
        if (item == items.end()) continue;
        if (item->second.content) {
            contents[path.path] = *item->second.content;
        } else if (const auto dataset = item->second.rest.find("dataset"); dataset != item->second.rest.end()) {
            contents[path.path] = content_of_dataset(*dataset);
        }
    }
    return contents;
}

/// What the lock says beyond the digest stays true for content that stays the same.
Tracked tracked(const std::string& path, const std::optional<Content>& content, const Items* old) {
    if (old != nullptr) {
        const auto known = old->find(path);
        if (known != old->end() && (!content || known->second.content == content)) return known->second;
    }
    return {.path = path, .content = content};
}

template <class Paths>
Items items_of(const config::Stage& stage, const Paths& declared, const std::map<std::string, Content>& contents,
               const Items* old) {
    Items items;
    for (const auto& path : declared) {
        // A data set has no content of its own: see add_datasets.
        const auto found = is_dvc_dataset(path.path) ? contents.end() : contents.find(path.path);
        const std::string name = written(stage, path);
        items.emplace(name, tracked(name, found == contents.end() ? std::nullopt : std::optional(found->second), old));
    }
    return items;
}

LockedStage from_file(const config::Stage& stage, const data::dvc::DvcFile& file) {
    LockedStage entry;
    Items items;
    for (const auto& out : file.outs) items.emplace(out.path, out);
    entry.outs = contents_of(stage, stage.outs, items);
    for (const auto& [path, content] : entry.outs) entry.inputs.outs.push_back(path);
    return entry;
}

bool is_data_file(const std::vector<const config::Stage*>& stages) {
    return stages.size() == 1 && stages.front()->origin == config::Origin::data;
}

std::optional<std::string> update_data_file(std::string_view text, const std::string& file, const config::Stage& stage,
                                            const LockedStage& entry) {
    const LockedStage known = from_file(stage, data::dvc::parse_dvc_file(text, file));
    std::vector<Tracked> changed;
    for (const config::Output& out : stage.outs) {
        const auto now = entry.outs.find(out.path);
        const auto before = known.outs.find(out.path);
        if (now == entry.outs.end() || (before != known.outs.end() && before->second == now->second)) continue;
        changed.push_back({.path = written(stage, out), .content = now->second});
    }
    if (changed.empty()) return std::nullopt;
    return data::dvc::update_dvc_file(text, file, changed);
}

/// What the stage has read of data sets, if it is still what dvc.lock says of them.
void add_datasets(const config::Stage& stage, const LockedStage& entry, const DvcDatasets& datasets,
                  DvcLockedStage& after) {
    for (const config::PathRef& dep : stage.deps) {
        const auto read = entry.inputs.deps.find(dep.path);
        if (!is_dvc_dataset(dep.path) || read == entry.inputs.deps.end()) continue;
        const Json& locked = datasets.locked(dep);
        if (content_of_dataset(locked) == read->second) after.deps[dep.path].rest["dataset"] = locked;
    }
}

bool reads_dataset(const config::Stage& stage) {
    return std::any_of(stage.deps.begin(), stage.deps.end(),
                       [](const config::PathRef& dep) { return is_dvc_dataset(dep.path); });
}

}  // namespace

LockedStage from_dvc(const config::Stage& stage, const DvcLockedStage& entry) {
    LockedStage result;
    StageInputs& inputs = result.inputs;
    if (entry.cmd.is_string()) inputs.commands = {entry.cmd.get<std::string>()};
    // DVC's list may hold anything; what is no text is no command that a stage has.
    if (entry.cmd.is_array()) {
        for (const Json& line : entry.cmd)
            inputs.commands.push_back(line.is_string() ? line.get<std::string>() : line.dump());
    }
    inputs.listed = entry.cmd.is_array() && inputs.commands.size() == 1;
    // dvc.lock says nothing of these.
    inputs.shell = stage.shell;
    inputs.wdir = stage.wdir;
    inputs.deps = contents_of(stage, stage.deps, entry.deps);
    for (const config::ParamRef& ref : stage.params) {
        const auto values = entry.params.find(written(stage, ref));
        if (values == entry.params.end()) continue;
        inputs.params[ref.file] = values->second;
        const auto aliases = entry.aliases.files.find(written(stage, ref));
        if (aliases != entry.aliases.files.end()) inputs.aliases.files[ref.file] = aliases->second;
    }
    result.outs = contents_of(stage, stage.outs, entry.outs);
    for (const auto& [path, content] : result.outs) inputs.outs.push_back(path);
    return result;
}

DvcLockedStage to_dvc(const config::Stage& stage, const LockedStage& entry, const DvcLockedStage* old) {
    const StageInputs& inputs = entry.inputs;
    DvcLockedStage result;
    const bool one = inputs.commands.size() == 1 && !inputs.listed;
    result.cmd = one ? Json(inputs.commands.front()) : Json(inputs.commands);
    result.deps = items_of(stage, stage.deps, inputs.deps, old == nullptr ? nullptr : &old->deps);
    for (const config::ParamRef& ref : stage.params) {
        const auto values = inputs.params.find(ref.file);
        if (values == inputs.params.end()) continue;
        result.params[written(stage, ref)] = values->second;
        const auto aliases = inputs.aliases.files.find(ref.file);
        if (aliases != inputs.aliases.files.end()) result.aliases.files[written(stage, ref)] = aliases->second;
    }
    result.outs = items_of(stage, stage.outs, entry.outs, old == nullptr ? nullptr : &old->outs);
    return result;
}

std::map<std::string, LockedStage> read_dvc_entries(std::string_view text, const std::string& file,
                                                    const std::vector<const config::Stage*>& stages,
                                                    DvcLockLayouts layouts) {
    std::map<std::string, LockedStage> entries;
    if (is_data_file(stages)) {
        const config::Stage& stage = *stages.front();
        entries.emplace(stage.name, from_file(stage, data::dvc::parse_dvc_file(text, file)));
        return entries;
    }
    std::map<std::string_view, const DvcLockEntry*> by_name;
    const DvcLock lock = parse_dvc_lock(text, file, layouts);
    for (const DvcLockEntry& entry : lock.entries) by_name.emplace(entry.name, &entry);
    for (const config::Stage* stage : stages) {
        const auto found = by_name.find(local_name(*stage));
        if (found != by_name.end()) entries.emplace(stage->name, from_dvc(*stage, found->second->stage));
    }
    return entries;
}

std::optional<std::string> update_dvc_entries(const config::Project& project, std::string_view text,
                                              const std::string& file, const std::vector<const config::Stage*>& stages,
                                              const Lock& lock, const std::set<std::string>& settled) {
    if (is_data_file(stages)) {
        const LockedStage* entry = lock.find(stages.front()->name);
        return entry == nullptr ? std::nullopt : update_data_file(text, file, *stages.front(), *entry);
    }
    const DvcLock old = text.empty() ? DvcLock{} : parse_dvc_lock(text, file);
    std::map<std::string_view, const DvcLockEntry*> by_name;
    for (const DvcLockEntry& entry : old.entries) by_name.emplace(entry.name, &entry);
    std::vector<std::pair<std::string, DvcLockedStage>> changed;
    for (const config::Stage* stage : stages) {
        const LockedStage* entry = lock.find(stage->name);
        if (entry == nullptr) continue;
        const auto known = by_name.find(local_name(*stage));
        const DvcLockedStage* before = known == by_name.end() ? nullptr : &known->second->stage;
        if (before != nullptr && !settled.contains(stage->name) && from_dvc(*stage, *before) == *entry) continue;
        DvcLockedStage after = to_dvc(*stage, *entry, before);
        if (reads_dataset(*stage)) add_datasets(*stage, *entry, DvcDatasets(project), after);
        if (before == nullptr || after != *before) changed.emplace_back(local_name(*stage), std::move(after));
    }
    if (changed.empty()) return std::nullopt;
    return update_dvc_lock(text, file, changed);
}

}  // namespace mlp::pipeline

#include "core/pipeline/locks.hpp"

#include <algorithm>

#include "core/base/io.hpp"
#include "core/pipeline/dvc_entries.hpp"

namespace mlp::pipeline {

namespace fs = std::filesystem;

namespace {

using Origin = config::Origin;

std::optional<std::string> text_of(const fs::path& path) {
    constexpr std::uint64_t limit = 1ULL << 30;
    return base::read_file_if_exists(path, limit);
}

/// The stages of each file of DVC that keeps entries.
using DvcFiles = std::map<std::string, std::vector<const config::Stage*>>;

void add_stage(const config::Stage& stage, DvcFiles& files) {
    if (stage.is_of_dvc()) files[lock_path(stage)].push_back(&stage);
}

bool has_own_stages(const config::Project& project) {
    return std::any_of(project.stages.begin(), project.stages.end(),
                       [](const config::Stage& stage) { return !stage.is_of_dvc(); });
}

void write_own(const config::Project& project, Locks& locks) {
    const std::string name(lock_file);
    if (!has_own_stages(project) && !locks.digests.contains(name)) return;
    Lock own;
    for (const auto& [address, entry] : locks.lock.stages) {
        const config::Stage* stage = project.find_stage(address);
        if (stage != nullptr && !stage->is_of_dvc()) own.stages.emplace(address, entry);
    }
    const std::string text = lock_text(own);
    const Digest digest = base::sha256(text);
    if (digest != locks.digest_of(name)) base::replace_file(project.root / name, text);
    locks.digests[name] = digest;
}

}  // namespace

Digest Locks::digest_of(const std::string& file) const {
    const auto found = digests.find(file);
    return found == digests.end() ? Digest() : found->second;
}

std::string lock_path(const config::Stage& stage) {
    if (!stage.is_of_dvc()) return std::string(lock_file);
    if (stage.origin == Origin::data) return stage.file;
    return (fs::path(stage.file).parent_path() / "dvc.lock").generic_string();
}

Locks read_locks(const config::Project& project, DvcLockLayouts layouts) {
    Locks locks;
    if (const auto text = text_of(project.root / lock_file)) {
        locks.lock = parse_lock(*text, lock_file);
        locks.digests[std::string(lock_file)] = base::sha256(*text);
    }
    DvcFiles files;
    for (const config::Stage& stage : project.stages) add_stage(stage, files);
    for (const auto& [file, stages] : files) {
        const auto text = text_of(project.root / file);
        if (!text) continue;
        locks.digests[file] = base::sha256(*text);
        for (auto& [address, entry] : read_dvc_entries(*text, file, stages, layouts)) {
            locks.lock.stages.insert_or_assign(address, std::move(entry));
        }
    }
    return locks;
}

void write_data_file(const config::Project& project, const config::Stage& stage, const Lock& lock) {
    const fs::path file = project.root / lock_path(stage);
    const auto changed = update_dvc_entries(project, text_of(file).value_or(""), lock_path(stage), {&stage}, lock, {});
    if (changed) base::replace_file(file, *changed);
}

void write_locks(const Graph& graph, Locks& locks) {
    const config::Project& project = graph.project();
    write_own(project, locks);
    DvcFiles files;
    for (const std::size_t index : graph.depth_first()) add_stage(graph.stage(index), files);
    for (const auto& [file, stages] : files) {
        // Read again: DVC may have written entries of other stages meanwhile.
        const auto text = text_of(project.root / file);
        const auto changed = update_dvc_entries(project, text.value_or(""), file, stages, locks.lock, locks.settled);
        if (changed) base::replace_file(project.root / file, *changed);
        if (changed || text) locks.digests[file] = base::sha256(changed ? *changed : *text);
    }
}

}  // namespace mlp::pipeline

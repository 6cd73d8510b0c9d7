#include "core/pipeline/dvc_run_cache.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/python_json.hpp"
#include "core/data/object_writer.hpp"

namespace mlp::pipeline {

namespace {

namespace fs = std::filesystem;

/// DVC takes these names away at every level, those of parameters included.
Json without_sizes(const Json& value) {
    if (value.is_array()) {
        Json list = Json::array();
        for (const auto& item : value) list.push_back(without_sizes(item));
        return list;
    }
    if (!value.is_object()) return value;
    Json map = Json::object();
    for (const auto& [key, member] : value.get_ref<const Json::object_t&>()) {
        if (key != "size" && key != "nfiles") map[key] = without_sizes(member);
    }
    return map;
}

std::string hash_of(const Json& entry) { return base::sha256(base::python_json(without_sizes(entry))).hex(); }

bool is_result_name(std::string_view name) {
    return name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// The file of the newest result in a folder.
std::optional<fs::path> newest_in(const fs::path& folder) {
    std::error_code problem;
    std::optional<fs::path> newest;
    std::int64_t newest_time = 0;
    for (const auto& file : fs::directory_iterator(folder, problem)) {
        const auto signature = base::signature_of(file.path());
        if (!signature || !signature->is_regular() || !is_result_name(file.path().filename().string())) continue;
        if (newest && signature->mtime_ns <= newest_time) continue;
        newest = file.path();
        newest_time = signature->mtime_ns;
    }
    return newest;
}

}  // namespace

bool dvc_run_cache_takes(const config::Stage& stage) {
    const bool goes_in = !stage.deps.empty() || !stage.params.empty();
    if (stage.commands.empty() || !goes_in || stage.outs.empty() || stage.always_changed) return false;
    const auto local = [](const config::PathRef& dep) { return !dep.is_url(); };
    const auto kept_here = [](const config::Output& out) { return out.is_inside() && !out.persist; };
    return std::all_of(stage.deps.begin(), stage.deps.end(), local) &&
           std::all_of(stage.outs.begin(), stage.outs.end(), kept_here);
}

bool dvc_run_cache_keeps(const config::Stage& stage) {
    const auto cached = [](const config::Output& out) { return out.cache || out.role != config::Output::Role::out; };
    return dvc_run_cache_takes(stage) && std::all_of(stage.outs.begin(), stage.outs.end(), cached);
}

std::string DvcRunCache::key(const DvcLockedStage& stage) {
    auto entry = dvc_stage_value(stage);
    Json& outs = entry["outs"] = Json::array();
    for (const auto& [path, out] : stage.outs) outs.push_back(path);
    return hash_of(entry);
}

std::string DvcRunCache::value(const DvcLockedStage& stage) { return hash_of(dvc_stage_value(stage)); }

fs::path DvcRunCache::path_of(const std::string& key, const std::string& value) const {
    return runs_ / key.substr(0, 2) / key / value;
}

std::optional<DvcLockedStage> DvcRunCache::newest(const std::string& key) const {
    const auto file = newest_in(runs_ / key.substr(0, 2) / key);
    if (!file) return std::nullopt;
    try {
        const auto text = base::read_file_if_exists(*file);
        if (!text) return std::nullopt;
        return parse_dvc_stage(*text, file->string());
    } catch (const Error& error) {
        // Torn or not ours: as if it were not there, which is what DVC does with it.
        if (error.kind() != Kind::invalid) throw;
        return std::nullopt;
    }
}

void DvcRunCache::save(const DvcLockedStage& stage) const {
    const auto path = path_of(key(stage), value(stage));
    if (base::signature_of(path)) return;
    data::make_store_folders(path.parent_path(), folder_mode_);
    auto temporary = path;
    temporary += "." + std::to_string(getpid()) + ".tmp";
    base::remove_tree(temporary);
    base::create_file(temporary, dvc_stage_text(stage));
    // As with folders: where modes mean nothing, nothing is lost.
    if (folder_mode_) ::chmod(temporary.c_str(), 0664);
    std::error_code problem;
    fs::rename(temporary, path, problem);
    if (!problem) return;
    base::remove_tree(temporary);
    throw system_error("cannot write", path.string(), problem.value());
}

}  // namespace mlp::pipeline

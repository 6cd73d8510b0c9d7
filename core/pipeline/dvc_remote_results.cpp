#include "core/pipeline/dvc_remote_results.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/pipeline/dvc_run_results.hpp"

namespace mlp::pipeline {

namespace {

/// Below the remote's url, as DVC has it.
std::string entries_folder(const std::string& key) { return fmt::format("runs/{}/{}", key.substr(0, 2), key); }

data::BlobName blob_of(const Content& content) {
    return {content.digest, content.kind == data::ContentKind::tree};
}

void check_interrupted(const std::function<bool()>& stop) {
    if (stop && stop()) throw Error(Kind::work_failed, "the run was interrupted");
}

}  // namespace

DvcRemoteResults::DvcRemoteResults(const config::Project& project, DvcContents& dvc, const base::Env& env,
                                   std::string usual, bool push)
    : dvc_(dvc), remotes_(dvc.config(), project.root, env), usual_(std::move(usual)), push_(push) {
    remotes_.get(usual_);
}

std::string DvcRemoteResults::address() { return remotes_.get(usual_).address(); }
bool DvcRemoteResults::exists() { return remotes_.get(usual_).exists(); }

data::BlobRemote& DvcRemoteResults::remote_of(const config::Output& out) {
    return remotes_.get(out.remote.empty() ? usual_ : out.remote);
}

/// What must come from a cache. An output without one is git's business, as long as it stands there.
std::vector<DvcRemoteResults::Wanted> DvcRemoteResults::wanted(const config::Stage& stage, const Outputs& outputs) {
    std::vector<Wanted> found;
    for (const config::Output& out : stage.outs) {
        const auto content = outputs.find(out.path);
        if (content == outputs.end()) continue;
        const Content& wanted = content->second;
        const auto present = out.cache ? std::nullopt : dvc_.workspace().content_of(out.path, wanted.digest.algorithm());
        if (!present || present->digest != wanted.digest) found.push_back({&out, wanted});
    }
    return found;
}

bool DvcRemoteResults::has(const config::Stage& stage, const Outputs& outputs) {
    const auto all = wanted(stage, outputs);
    return std::all_of(all.begin(), all.end(), [&](const Wanted& one) {
        return dvc_.cache().has(one.content) || remote_of(*one.out).has(blob_of(one.content));
    });
}

std::optional<Outputs> DvcRemoteResults::find(const config::Stage& stage, const StageInputs& inputs) {
    if (!dvc_run_cache_takes(stage)) return std::nullopt;
    const std::string key = dvc_result_key(stage, inputs);
    data::TextStore* entries = remotes_.get(usual_).texts();
    if (entries == nullptr) return std::nullopt;
    for (const std::string& name : entries->list_texts(entries_folder(key))) {
        const auto text = entries->find_text(name);
        if (!text) continue;
        const auto outputs = take_dvc_result(dvc_.run_cache(), stage, key, *text, name);
        if (outputs) return outputs;
    }
    return std::nullopt;
}

void DvcRemoteResults::fetch(data::BlobRemote& remote, std::vector<data::BlobName> names,
                             const std::function<bool()>& stop) {
    constexpr std::size_t at_once = 64;
    while (!names.empty()) {
        check_interrupted(stop);
        const std::size_t rest = names.size() - std::min(at_once, names.size());
        const std::vector<data::BlobName> part(names.begin() + static_cast<std::ptrdiff_t>(rest), names.end());
        names.resize(rest);
        const data::Transferred done = data::fetch_blobs(remote, part, data::space_of(dvc_.cache()));
        if (!done.failed.empty()) throw done.failed.front().error;
    }
}

void DvcRemoteResults::fetch(const config::Stage& stage, const Outputs& outputs, const std::function<bool()>& stop) {
    const std::scoped_lock lock(mutex_);
    for (const auto& [out, content] : wanted(stage, outputs)) {
        data::BlobRemote& remote = remote_of(*out);
        fetch(remote, {blob_of(content)}, stop);
        if (content.kind != data::ContentKind::tree) continue;
        std::vector<data::BlobName> files;
        for (const data::dvc::ListedFile& file : dvc_.cache().listing(content)) files.push_back({file.digest});
        fetch(remote, std::move(files), stop);
    }
}

/// False when not all of it is here, or may leave this machine.
bool DvcRemoteResults::push(const config::Output& out, const Content& content) {
    if (!out.push || !dvc_.cache().has(content)) return false;
    std::vector<data::BlobName> names{blob_of(content)};
    if (content.kind == data::ContentKind::tree) {
        for (const data::dvc::ListedFile& file : dvc_.cache().listing(content)) names.push_back({file.digest});
    }
    const data::Transferred done = data::push_blobs(remote_of(out), names, data::space_of(dvc_.cache()));
    if (!done.failed.empty()) throw done.failed.front().error;
    return true;
}

void DvcRemoteResults::push(const StageResult& result, const std::function<bool()>& stop) {
    const config::Stage& stage = *result.stage;
    bool all = true;
    for (const config::Output& out : stage.outs) {
        check_interrupted(stop);
        const auto content = result.outputs.find(out.path);
        all = content != result.outputs.end() && push(out, content->second) && all;
    }
    if (!all || !dvc_run_cache_keeps(stage)) return;
    const DvcLockedStage entry = dvc_result_entry(stage, {result.inputs_to_lock(), result.outputs});
    const std::string name = entries_folder(DvcRunCache::key(entry)) + "/" + DvcRunCache::value(entry);
    if (data::TextStore* entries = remotes_.get(usual_).texts()) entries->put_text(name, dvc_stage_text(entry));
}

}  // namespace mlp::pipeline

#include "core/pipeline/stage_files.hpp"

#include <fmt/format.h>

#include "core/base/text.hpp"

namespace mlp::pipeline {

namespace {

/// Up to here files are read in the loop; a thread of its own costs about as much.
constexpr std::uint64_t quick_bytes = 4ULL << 20;
/// Metrics and plots without `cache` are kept when they are small: a run shows them long after.
constexpr std::uint64_t small_metric_bytes = 1ULL << 20;

bool is_kept(const config::Output& out, const base::Signature& signature) {
    return out.cache ||
           (out.role != config::Output::Role::out && !signature.is_folder() && signature.size <= small_metric_bytes);
}

}  // namespace

void remove_outputs(data::Workspace& workspace, const config::Stage& stage) {
    for (const config::Output& out : stage.outs) {
        if (!out.persist) workspace.remove(out.path);
    }
}

void clear_outputs(data::Workspace& workspace, const config::Stage& stage) {
    remove_outputs(workspace, stage);
    for (const config::Output& out : stage.outs) {
        base::make_folders((workspace.root() / out.path).parent_path());
    }
}

bool slow_to_store(const data::Workspace& workspace, const config::Stage& stage) {
    std::uint64_t bytes = 0;
    for (const config::Output& out : stage.outs) {
        const auto signature = base::signature_of(workspace.root() / out.path, true);
        if (!signature) continue;
        if (signature->is_folder()) return true;
        bytes += signature->size;
    }
    return bytes > quick_bytes;
}

bool slow_to_restore(const Outputs& outputs) {
    std::uint64_t bytes = 0;
    for (const auto& [path, content] : outputs) {
        if (content.files > 16) return true;
        bytes += content.size;
    }
    return bytes > quick_bytes;
}

Outputs store_outputs(data::Workspace& workspace, const config::Stage& stage, data::ObjectStore::Batch& batch) {
    Outputs outputs;
    for (const config::Output& out : stage.outs) {
        const auto signature = base::signature_of(workspace.root() / out.path, true);
        const auto content = !signature                 ? std::nullopt
                             : is_kept(out, *signature) ? std::optional(workspace.store(out.path, batch))
                                                        : workspace.content_of(out.path);
        if (!content) {
            throw Error(Kind::work_failed, fmt::format("it ended well but did not make its output {}", out.path))
                .at(out.place.to_string())
                .hint("write that file, or take it out of the stage's outs");
        }
        outputs[out.path] = *content;
    }
    return outputs;
}

void restore_outputs(data::Workspace& workspace, const Outputs& outputs) {
    for (const auto& [path, content] : outputs) {
        const auto present = workspace.content_of(path);
        if (present && present->kind == content.kind && present->digest == content.digest) continue;
        base::make_folders((workspace.root() / path).parent_path());
        workspace.restore(path, content);
    }
}

std::map<std::string, double> metrics_of(const data::Workspace& workspace, const config::Stage& stage,
                                         std::vector<std::string>& warnings) {
    std::map<std::string, double> metrics;
    for (const config::Output& out : stage.outs) {
        if (out.role != config::Output::Role::metric) continue;
        try {
            metrics.merge(config::read_metrics(workspace.root() / out.path));
        } catch (const Error& error) {
            warnings.push_back(fmt::format("no metrics from {}: {}", out.path, error.message()));
        }
    }
    return metrics;
}

}  // namespace mlp::pipeline

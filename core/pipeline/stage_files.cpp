#include "core/pipeline/stage_files.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/pipeline/dvc_contents.hpp"
#include "core/pipeline/dvc_run_cache.hpp"

namespace mlp::pipeline {

namespace {

/// Up to here files are read in the loop; a thread of its own costs about as much.
constexpr std::uint64_t quick_bytes = 4ULL << 20;
/// Metrics and plots without `cache` are kept when they are small: a run shows them long after.
constexpr std::uint64_t small_metric_bytes = 1ULL << 20;

/// DVC keeps a metric or plot without `cache` too where its run cache keeps the result.
bool kept_by_dvc(const config::Stage& stage, const config::Output& out) {
    return out.cache || dvc_run_cache_keeps(stage);
}

bool is_kept(const config::Stage& stage, const config::Output& out, const base::Signature& signature) {
    if (stage.is_of_dvc()) return kept_by_dvc(stage, out);
    return out.cache ||
           (out.role != config::Output::Role::out && !signature.is_folder() && signature.size <= small_metric_bytes);
}

Algorithm algorithm_for(Contents& contents, const config::Stage& stage, const config::Output& out,
                        const Outputs& locked) {
    const auto known = locked.find(out.path);
    if (known == locked.end() || known->second.digest.algorithm() != Algorithm::md5_text) return algorithm_of(stage);
    const auto now = contents.content_of(out.path, Algorithm::md5_text);
    return now && now->digest == known->second.digest ? Algorithm::md5_text : algorithm_of(stage);
}

bool stands(Contents& contents, const std::string& path, const Content& content) {
    try {
        const auto present = contents.content_of(path, content.digest.algorithm());
        return present && present->kind == content.kind && present->digest == content.digest;
    } catch (const Error& error) {
        if (error.kind() != Kind::invalid) throw;
        return false;  // a link to nothing, or a socket: it is replaced
    }
}

std::string missing_output(const std::filesystem::path& root, const std::string& path) {
    std::error_code none;
    const auto target = std::filesystem::read_symlink(root / path, none);
    if (none) return fmt::format("did not make its output {}", path);
    return fmt::format("made its output {} as a link to {}, which is not there", path, base::printable(target.string()));
}

}  // namespace

void remove_outputs(Contents& contents, const config::Stage& stage) {
    for (const config::Output& out : stage.outs) {
        if (!out.persist) contents.remove(out.path, algorithm_of(stage));
    }
}

void clear_outputs(Contents& contents, const config::Stage& stage) {
    remove_outputs(contents, stage);
    for (const config::Output& out : stage.outs) {
        // It goes on with what it made last time, which may be a link into the cache.
        if (out.persist && stage.is_of_dvc()) contents.dvc().workspace().unprotect(out.path);
        base::make_folders((contents.root() / out.path).parent_path());
    }
}

bool slow_to_store(Contents& contents, const config::Stage& stage) {
    std::uint64_t bytes = 0;
    for (const config::Output& out : stage.outs) {
        const auto signature = base::signature_of(contents.root() / out.path, true);
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

Outputs store_outputs(Contents& contents, const config::Stage& stage, const Outputs& locked, Contents::Batch& batch) {
    Outputs outputs;
    for (const config::Output& out : stage.outs) {
        const auto signature = base::signature_of(contents.root() / out.path, true);
        const Algorithm algorithm = algorithm_for(contents, stage, out, locked);
        const auto content = !signature ? std::nullopt
                             : is_kept(stage, out, *signature)
                                 ? std::optional(contents.store(out.path, algorithm, batch))
                                 : contents.content_of(out.path, algorithm);
        if (!content) {
            throw Error(Kind::work_failed, "it ended well but " + missing_output(contents.root(), out.path))
                .at(out.place.to_string())
                .hint("write that file, or take it out of the stage's outs");
        }
        outputs[out.path] = *content;
    }
    return outputs;
}

void restore_outputs(Contents& contents, const Outputs& outputs) {
    for (const auto& [path, content] : outputs) {
        if (stands(contents, path, content)) continue;
        // DVC removes what is there first, and with it an executable bit that is too much.
        const bool plain = content.kind == data::ContentKind::file && content.digest.algorithm() != Algorithm::sha256;
        if (plain) contents.remove(path, content.digest.algorithm());
        base::make_folders((contents.root() / path).parent_path());
        contents.restore(path, content);
    }
}

std::map<std::string, double> metrics_of(Contents& contents, const config::Stage& stage,
                                         std::vector<std::string>& warnings) {
    std::map<std::string, double> metrics;
    for (const config::Output& out : stage.outs) {
        if (out.role != config::Output::Role::metric) continue;
        try {
            metrics.merge(config::read_metrics(contents.root() / out.path));
        } catch (const Error& error) {
            warnings.push_back(fmt::format("no metrics from {}: {}", out.path, error.message()));
        }
    }
    return metrics;
}

}  // namespace mlp::pipeline

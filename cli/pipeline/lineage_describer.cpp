#include "cli/pipeline/lineage_describer.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include "core/base/path.hpp"
#include "core/config/settings.hpp"
#include "core/git/repository.hpp"
#include "core/table/contract.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using lineage::Dataset;
using lineage::Event;
using lineage::EventType;

namespace {

std::string job_namespace(Invocation& call) {
    const auto set = call.settings().find("lineage.namespace");
    if (set && set->level != config::Level::standard) return set->text;
    const auto given = call.env().variable("OPENLINEAGE_NAMESPACE");
    return given ? *given : set ? set->text : "default";
}

/// The folder around this one that holds `.git`.
std::optional<fs::path> work_tree_around(const fs::path& folder) {
    for (fs::path at = folder;; at = at.parent_path()) {
        std::error_code unknown;
        if (fs::exists(at / ".git", unknown)) return at;
        if (at == at.parent_path()) return std::nullopt;
    }
}

/// "git@host:team/churn.git" as an address: ssh://git@host/team/churn.git.
std::string as_address(const std::string& remote) {
    if (remote.find("://") != std::string::npos) return remote;
    const auto colon = remote.find(':');
    if (remote.starts_with('/') || colon == std::string::npos) return "file://" + remote;
    return fmt::format("ssh://{}/{}", remote.substr(0, colon), remote.substr(colon + 1));
}

/// Where the project's folder stands in git; `path` is that folder.
std::optional<lineage::CodeLocation> location_of(const fs::path& root) {
    const auto around = work_tree_around(root);
    const auto head = around ? git::head_snapshot(root) : std::nullopt;
    if (!head) return std::nullopt;
    return lineage::CodeLocation{
        .repository = as_address(head->remote_url.empty() ? around->string() : head->remote_url),
        .path = root.lexically_relative(*around).string(),
        .commit = head->commit,
        .branch = head->branch};
}

bool declares(const config::Dataset& dataset, const std::string& path) {
    return base::is_within(path, dataset.path) || fnmatch(dataset.path.c_str(), path.c_str(), FNM_PATHNAME) == 0;
}

/// The data set that a path is (a part of); one that names just it comes first.
const config::Dataset* declared(const config::Project& project, const std::string& path) {
    const config::Dataset* found = nullptr;
    for (const config::Dataset& dataset : project.datasets) {
        if (dataset.path == path) return &dataset;
        if (found == nullptr && declares(dataset, path)) found = &dataset;
    }
    return found;
}

std::string description_of(const config::Dataset& dataset) {
    std::string text = dataset.description;
    const auto add = [&](std::string_view what, const std::string& value) {
        if (value.empty()) return;
        if (!text.empty()) text += '\n';
        text += fmt::format("{}: {}", what, value);
    };
    add("Purpose", dataset.purpose);
    add("Source", dataset.source);
    add("Deprecated after", dataset.deprecated);
    add("Replacement", dataset.replacement);
    return text;
}

void add_content(Dataset& dataset, const data::Content& content) {
    if (content.digest) dataset.version = content.digest.to_string();
}

/// What the project says of an output where no data set is declared for it.
std::string description_of(const config::Project& project, const config::Output& out) {
    if (out.options.is_object()) {
        const auto said = out.options.find("desc");
        if (said != out.options.end() && said->is_string()) return said->get<std::string>();
    }
    for (const config::Model& model : project.models) {
        if (model.path == out.path) return model.description;
    }
    return {};
}

}  // namespace

LineageDescriber::LineageDescriber(Invocation& call, const LineageSite& site)
    : site_(site),
      pipeline_{.space = job_namespace(call), .name = site.project.name},
      code_(location_of(site.root)) {
    if (site.within) {
        parent_ = lineage::RunRef{.job = pipeline_, .run_id = lineage::uuid_text(*site.within)};
    } else if (const auto given = call.env().variable("OPENLINEAGE_PARENT_ID")) {
        parent_ = lineage::parse_parent(*given);
    }
}

std::optional<lineage::CodeLocation> LineageDescriber::code_of(const std::string& file) const {
    if (!code_) return std::nullopt;
    lineage::CodeLocation code = *code_;
    code.path = (fs::path(code.path) / file).lexically_normal().string();
    return code;
}

Event LineageDescriber::run_event(EventType type, base::Millis time) const {
    return {.type = type,
            .time = time,
            .run_id = lineage::uuid_text(site_.run_id),
            .job = {.id = pipeline_,
                    .type = "PIPELINE",
                    .description = {},
                    .owner = site_.project.owner,
                    .code = code_of(site_.project.file)},
            .parent = parent_,
            .failure = {},
            .inputs = {},
            .outputs = {}};
}

Event LineageDescriber::stage_event(EventType type, const config::Stage& stage, const std::string& run_id,
                                    base::Millis time) const {
    return {.type = type,
            .time = time,
            .run_id = lineage::uuid_text(run_id),
            .job = {.id = {.space = pipeline_.space, .name = fmt::format("{}.{}", pipeline_.name, stage.name)},
                    .type = "STAGE",
                    .description = stage.description,
                    .owner = site_.project.owner,
                    .code = code_of(stage.file)},
            .parent = lineage::RunRef{.job = pipeline_, .run_id = lineage::uuid_text(site_.run_id)},
            .failure = {},
            .inputs = {},
            .outputs = {}};
}

const std::vector<lineage::Field>& LineageDescriber::fields_of(const config::Dataset& dataset) {
    const auto [entry, is_new] = fields_.try_emplace(dataset.name);
    if (!is_new || !dataset.contract) return entry->second;
    try {
        const auto contract = table::read_contract(site_.project.root, dataset.contract->path);
        for (const table::Property& property : contract.table_for(dataset.path).properties) {
            entry->second.push_back({.name = property.name, .type = property.logical_type});
        }
    } catch (const Error&) {
        // `mlp validate` and `mlp test` say what is wrong with it.
        entry->second.clear();
    }
    return entry->second;
}

Dataset LineageDescriber::described(const std::string& path) {
    Dataset dataset;
    dataset.id = lineage::dataset_id(path, site_.root);
    if (const config::Dataset* said = declared(site_.project, path)) {
        dataset.description = description_of(*said);
        dataset.owner = said->owner;
        dataset.fields = fields_of(*said);
    }
    return dataset;
}

std::vector<Dataset> LineageDescriber::inputs(const config::Stage& stage, const pipeline::StageInputs& inputs) {
    std::vector<Dataset> found;
    for (const config::PathRef& dep : stage.deps) {
        Dataset dataset = described(dep.path);
        if (const auto content = inputs.deps.find(dep.path); content != inputs.deps.end()) {
            add_content(dataset, content->second);
        }
        found.push_back(std::move(dataset));
    }
    return found;
}

std::vector<Dataset> LineageDescriber::outputs(const config::Stage& stage, const pipeline::Outputs& made) {
    std::vector<Dataset> found;
    for (const config::Output& out : stage.outs) {
        Dataset dataset = described(out.path);
        if (dataset.description.empty()) dataset.description = description_of(site_.project, out);
        if (dataset.owner.empty()) dataset.owner = site_.project.owner;
        if (const auto content = made.find(out.path); content != made.end()) {
            add_content(dataset, content->second);
            dataset.size_bytes = content->second.size;
            dataset.files = content->second.files;
        }
        found.push_back(std::move(dataset));
    }
    return found;
}

std::string LineageDescriber::failures(const pipeline::RunSummary& summary) const {
    std::string text;
    for (const pipeline::StageResult& result : summary.results) {
        if (result.outcome != pipeline::Outcome::failed) continue;
        if (!text.empty()) text += "; ";
        text += fmt::format("{}: {}", result.stage->name, result.failure());
    }
    return text;
}

}  // namespace mlp::cli

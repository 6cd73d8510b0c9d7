// Gates against the metrics files that are there; owners.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/config/check_project.hpp"
#include "core/config/codes.hpp"
#include "core/config/dataset_path.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

/// Names in the metrics files of a stage; nothing when it has none, or one that is not there or cannot be read.
std::optional<std::vector<std::string>> metrics_of(const Project& project, const Stage& stage) {
    std::optional<std::vector<std::string>> names;
    for (const Output& output : stage.outs) {
        if (output.role != Output::Role::metric) continue;
        const auto signature = base::signature_of(project.root / output.path, true);
        if (!signature || signature->is_folder()) return std::nullopt;
        try {
            if (!names) names.emplace();
            for (const auto& [name, value] : read_metrics(project.root / output.path)) names->push_back(name);
        } catch (const Error&) {
            return std::nullopt;
        }
    }
    return names;
}

void check_gate_key(const Project& project, const Model& model, const Gate& gate, Findings& findings) {
    const Stage* stage = stage_of_metric(project, gate.metric);
    if (stage == nullptr) return;
    const auto names = metrics_of(project, *stage);
    const std::string key = gate.metric.substr(stage->name.size() + 1);
    if (!names || std::find(names->begin(), names->end(), key) != names->end()) return;
    findings.warning(codes::gate_key, gate.place,
                     fmt::format("gate '{}' of model '{}': stage '{}' made no metric '{}'{}", base::printable(gate.text),
                                 model.name, stage->name, base::printable(key), base::did_you_mean(key, *names)),
                     "correct the name, or let the stage write it into its metrics file");
}

struct SaidDeprecated {
    Position place;
    std::string note;
};

/// Where the declaration, or else the contract, of a data set says that it goes away.
std::optional<SaidDeprecated> deprecated_in(const Project& project, const Dataset& dataset) {
    if (!dataset.deprecated.empty())
        return SaidDeprecated{dataset.place, fmt::format("declared here: until {}", dataset.deprecated)};
    if (!dataset.contract) return std::nullopt;
    Findings told;  // what is wrong with the contract is told where contracts are checked
    const auto contract = read_document(project.root, dataset.contract->path, told);
    const Yaml* status = contract ? contract->tree.find("status") : nullptr;
    if (status == nullptr || (status->text() != "deprecated" && status->text() != "retired")) return std::nullopt;
    return SaidDeprecated{status->begin(), "its contract says so here"};
}

void check_deprecated(const Project& project, const Dataset& dataset, Findings& findings) {
    const auto said = deprecated_in(project, dataset);
    if (!said) return;
    const std::string way_out = dataset.replacement.empty() ? "read its successor; the contract may name it"
                                                            : fmt::format("read '{}' instead", dataset.replacement);
    for (const Stage& stage : project.stages) {
        for (const PathRef& dep : stage.deps) {
            if (!meets(dep.path, dataset.path)) continue;
            findings
                .warning(codes::deprecated_dataset, dep.place,
                         fmt::format("stage '{}' reads the data set '{}', which is deprecated", stage.name, dataset.name),
                         way_out)
                .related.push_back({said->place, said->note});
        }
    }
}

/// Where its releases go, in one spelling.
std::string release_folder(const Environment& environment) {
    const auto normal = std::filesystem::path(environment.path).lexically_normal();
    return (normal.has_filename() ? normal : normal.parent_path()).string();
}

void check_folders(const Project& project, Findings& findings) {
    std::map<std::string, const Environment*> known;
    for (const Environment& environment : project.environments) {
        if (environment.path.empty()) continue;
        const auto [first, fresh] = known.emplace(release_folder(environment), &environment);
        if (fresh) continue;
        findings
            .warning(codes::shared_folder, environment.place,
                     fmt::format("the environments '{}' and '{}' release into one folder, '{}'", first->second->name,
                                 environment.name, base::printable(environment.path)),
                     "give each a folder of its own")
            .related.push_back({first->second->place, "the other one"});
    }
}

}  // namespace

void check_release(const Project& project, Findings& findings) {
    for (const Model& model : project.models) {
        for (const Gate& gate : model.gates) check_gate_key(project, model, gate, findings);
    }
    check_folders(project, findings);
    if (project.file != "mlp.yaml") return;
    if (project.owner.empty()) {
        findings.warning(codes::missing_owner, {"mlp.yaml", 1, 1}, "the project has no owner",
                         "write owner: NAME or an address at the top of mlp.yaml");
    }
    for (const Dataset& dataset : project.datasets) {
        check_deprecated(project, dataset, findings);
        if (!dataset.owner.empty()) continue;
        findings.warning(codes::missing_owner, dataset.place, fmt::format("data set '{}' has no owner", dataset.name),
                         "write owner: NAME or an address below it");
    }
}

}  // namespace mlp::config

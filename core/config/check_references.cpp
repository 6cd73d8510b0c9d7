// Names that point elsewhere in mlp.yaml: gates to stages, environments to models.
#include <fmt/format.h>

#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

/// The stage whose name is the longest that begins "stage.key" (keys have dots too, and so may what follows an '@').
const Stage* stage_of_metric(const Project& project, std::string_view metric) {
    const Stage* best = nullptr;
    for (const Stage& stage : project.stages) {
        const bool fits =
            metric.size() > stage.name.size() && metric.starts_with(stage.name) && metric[stage.name.size()] == '.';
        if (fits && (best == nullptr || stage.name.size() > best->name.size())) best = &stage;
    }
    return best;
}

namespace {

void report_unknown_stage(const Project& project, const Model& model, const Gate& gate, Findings& findings) {
    const std::string name = gate.metric.substr(0, gate.metric.find('.'));
    std::vector<std::string> names;
    std::string members;
    for (const Stage& stage : project.stages) {
        names.push_back(stage.name);
        if (!stage.name.starts_with(name + "@") || members.size() > 80) continue;
        members += (members.empty() ? "" : ", ") + stage.name;
    }
    findings.error(codes::gate_stage, gate.place,
                   fmt::format("gate '{}' of model '{}': there is no stage '{}'{}", base::printable(gate.text),
                               model.name, base::printable(name), base::did_you_mean(name, names)),
                   members.empty()
                       ? "a gate is 'STAGE.METRIC >= NUMBER', with the name of a stage before the first dot"
                       : fmt::format("'{}' stands for several stages, name one of them: {}", name, members));
}

void check_gate(const Project& project, const Model& model, const Gate& gate, Findings& findings) {
    const Stage* stage = stage_of_metric(project, gate.metric);
    if (stage == nullptr) return report_unknown_stage(project, model, gate, findings);
    for (const Output& output : stage->outs) {
        if (output.role == Output::Role::metric) return;
    }
    findings.warning(codes::gate_metric, gate.place,
                     fmt::format("gate '{}' of model '{}': stage '{}' has no metrics file", base::printable(gate.text),
                                 model.name, stage->name),
                     "name the file under metrics: of the stage, unless the stage logs the metric itself");
}

}  // namespace

void check_references(const Project& project, Findings& findings) {
    for (const Model& model : project.models) {
        for (const Gate& gate : model.gates) check_gate(project, model, gate, findings);
    }
    std::vector<std::string> names;
    for (const Model& model : project.models) names.push_back(model.name);
    for (const Environment& environment : project.environments) {
        if (!environment.model || project.find_model(*environment.model) != nullptr) continue;
        findings.error(
            codes::unknown_model, environment.model_place,
            fmt::format("environment '{}' names the model '{}', which is not below models{}", environment.name,
                        base::printable(*environment.model), base::did_you_mean(*environment.model, names)),
            "name one of the models below 'models:'");
    }
}

}  // namespace mlp::config

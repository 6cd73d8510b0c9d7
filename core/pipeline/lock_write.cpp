#include <fmt/format.h>

#include "core/base/verbatim.hpp"
#include "core/base/yaml.hpp"
#include "core/pipeline/lock.hpp"

namespace mlp::pipeline {

namespace {

std::string key(const std::string& name) { return base::yaml_scalar(Json(name)); }

/// A value on one line: JSON is YAML, and texts are quoted only where they must be.
std::string flow(const Json& value) { return value.is_structured() ? base::flow_text(value) : base::yaml_scalar(value); }

std::string content_line(const std::string& path, const Content& content) {
    const bool counts = content.kind == data::ContentKind::tree;
    return fmt::format("      {}: {{kind: {}, size: {}, {}digest: \"{}\"}}\n", key(path), data::kind_name(content.kind),
                       content.size, counts ? fmt::format("files: {}, ", content.files) : "",
                       content.digest.to_string());
}

void append_contents(std::string& text, std::string_view title, const std::map<std::string, Content>& contents) {
    if (contents.empty()) return;
    text += fmt::format("    {}:\n", title);
    for (const auto& [path, content] : contents) text += content_line(path, content);
}

void append_commands(std::string& text, const StageInputs& inputs) {
    if (inputs.commands.size() == 1 && !inputs.listed) {
        text += fmt::format("    cmd: {}\n", flow(inputs.commands.front()));
        return;
    }
    text += inputs.commands.empty() ? "    cmd: []\n" : "    cmd:\n";
    for (const std::string& command : inputs.commands) text += fmt::format("      - {}\n", flow(command));
}

void append_stage(std::string& text, const std::string& name, const LockedStage& stage) {
    const StageInputs& inputs = stage.inputs;
    text += fmt::format("  {}:\n", key(name));
    append_commands(text, inputs);
    // Defaults are left out: most stages have them.
    if (inputs.shell != StageInputs().shell) text += fmt::format("    shell: {}\n", flow(inputs.shell));
    if (inputs.wdir != StageInputs().wdir) text += fmt::format("    wdir: {}\n", flow(inputs.wdir));
    append_contents(text, "deps", inputs.deps);
    if (!inputs.params.empty()) text += "    params:\n";
    for (const auto& [file, values] : inputs.params) {
        text += fmt::format("      {}:{}\n", key(file), values.empty() ? " {}" : "");
        for (const auto& [name_of_key, value] : values) {
            text += fmt::format("        {}: {}\n", key(name_of_key), flow(value));
        }
    }
    if (!inputs.env.empty()) text += "    env:\n";
    for (const auto& [variable, value] : inputs.env) text += fmt::format("      {}: {}\n", key(variable), flow(value));
    if (inputs.python) {
        text += fmt::format("    python: {{path: {}, digest: \"{}\"}}\n", Json(inputs.python->path).dump(),
                            inputs.python->digest.to_string());
    }
    append_contents(text, "outs", stage.outs);
}

}  // namespace

std::string lock_text(const Lock& lock) {
    std::string text = "# What the last `mlp run` saw and made: commit it, do not edit it.\nversion: 1\n";
    text += lock.stages.empty() ? "stages: {}\n" : "stages:\n";
    for (const auto& [name, stage] : lock.stages) append_stage(text, name, stage);
    return text;
}

}  // namespace mlp::pipeline

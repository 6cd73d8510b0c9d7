#include "core/template/cookiecutter/hooks.hpp"

#include <algorithm>
#include <array>

namespace mlp::tmpl::cookiecutter {

namespace {

constexpr std::string_view hooks_folder = "hooks";

/// Name without its last ending, and that ending.
std::pair<std::string, std::string> split_ending(const std::string& name) {
    const auto dot = name.rfind('.');
    if (dot == std::string::npos || dot == 0) return {name, ""};
    return {name.substr(0, dot), name.substr(dot)};
}

HostCommand command_of(const std::string& path, std::string script) {
    HostCommand command;
    command.title = path;
    command.script_suffix = split_ending(path).second;
    if (command.script_suffix == ".py") command.argv = {"python3"};
    command.script = std::move(script);
    return command;
}

}  // namespace

std::vector<std::string> hook_scripts(const TemplateFolder& repository, std::string_view hook) {
    constexpr std::array<std::string_view, 3> hooks{"pre_prompt", "pre_gen_project", "post_gen_project"};
    std::vector<std::string> scripts;
    if (!repository.has(std::string(hooks_folder)) || repository.has_file(std::string(hooks_folder))) return scripts;
    for (const auto& entry : repository.list(std::string(hooks_folder))) {
        const auto name = split_ending(entry.name).first;
        const bool known = std::find(hooks.begin(), hooks.end(), name) != hooks.end();
        if (entry.is_folder || !known || entry.name.ends_with('~')) continue;
        if (hook.empty() || name == hook) scripts.push_back(std::string(hooks_folder) + '/' + entry.name);
    }
    return scripts;
}

std::vector<HostCommand> hook_commands(const TemplateFolder& repository, std::string_view hook,
                                       const jinja::Environment& environment, const jinja::Dict& context) {
    std::vector<HostCommand> commands;
    for (const auto& path : hook_scripts(repository, hook)) {
        commands.push_back(
            command_of(path, jinja::render(jinja::Template(repository.read(path), path, environment), context)));
    }
    return commands;
}

std::vector<HostCommand> pre_prompt_commands(const TemplateFolder& repository) {
    std::vector<HostCommand> commands;
    for (const auto& path : hook_scripts(repository, "pre_prompt"))
        commands.push_back(command_of(path, repository.read(path)));
    return commands;
}

}  // namespace mlp::tmpl::cookiecutter

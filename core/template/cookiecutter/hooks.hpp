// The hooks of a cookiecutter template: scripts in its folder hooks/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/template/jinja/jinja.hpp"
#include "core/template/kind.hpp"
#include "core/template/template_folder.hpp"

namespace mlp::tmpl::cookiecutter {

/// Paths of the scripts of one hook ("pre_gen_project"), or of all of them.
std::vector<std::string> hook_scripts(const TemplateFolder& repository, std::string_view hook = "");

/// The scripts of a hook, rendered.
std::vector<HostCommand> hook_commands(const TemplateFolder& repository, std::string_view hook,
                                       const jinja::Environment& environment, const jinja::Dict& context);

/// Those of the hook pre_prompt, which are not rendered: they run in the template's own folder, and may change it.
std::vector<HostCommand> pre_prompt_commands(const TemplateFolder& repository);

}  // namespace mlp::tmpl::cookiecutter

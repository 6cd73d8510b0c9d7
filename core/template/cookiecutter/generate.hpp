// Renders the folder of a cookiecutter template, file by file, as cookiecutter's generate_files does.
#pragma once

#include "core/template/jinja/jinja.hpp"
#include "core/template/rendered.hpp"
#include "core/template/template_folder.hpp"

namespace mlp::tmpl::cookiecutter {

struct Generation {
    const TemplateFolder& repository;  ///< the folder with cookiecutter.json
    const jinja::Environment& environment;
    const jinja::Dict& context;      ///< `cookiecutter` and `_cookiecutter`
    bool folders_may_exist = false;  ///< a folder's rendered name may be one that is there already
};

/// The name, as yet unrendered, of the folder that becomes the project: the first with `{{ … cookiecutter … }}` in it.
std::optional<std::string> find_project_folder(const TemplateFolder& repository, const jinja::Environment& environment);
/// None: Error{invalid}.
std::string project_folder(const TemplateFolder& repository, const jinja::Environment& environment);

/// Every file of the project.
RenderedTree generate(const Generation& generation, const std::string& folder);

/// Line ends of a file as Python's text files find them: those of its first lines; "\n" without any.
std::string newline_of(std::string_view content);

}  // namespace mlp::tmpl::cookiecutter

// A template of cookiecutter: a folder with a cookiecutter.json.
#pragma once

#include <memory>

#include "core/template/kind.hpp"

namespace mlp::tmpl::cookiecutter {

/// @param defaults the user's own defaults (`default_context` of ~/.cookiecutterrc)
std::unique_ptr<OpenedTemplate> open(const Origin& origin, const jinja::Dict& defaults);

}  // namespace mlp::tmpl::cookiecutter

// Which files cookiecutter copies as they are: what the package binaryornot takes for binary.
#pragma once

#include <string_view>

namespace mlp::tmpl::cookiecutter {

/// By the ending of the name, else by the first bytes of the content.
bool is_binary(std::string_view name, std::string_view content);

}  // namespace mlp::tmpl::cookiecutter

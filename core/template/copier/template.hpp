// A template of copier: a folder with a copier.yml.
#pragma once

#include <memory>

#include "core/template/kind.hpp"

namespace mlp::tmpl::copier {

std::unique_ptr<OpenedTemplate> open(const Origin& origin);

}  // namespace mlp::tmpl::copier

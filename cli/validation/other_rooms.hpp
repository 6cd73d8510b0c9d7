// Files that are read by other rooms than config: locks and templates.
#pragma once

#include <string>

#include "core/config/validate.hpp"

namespace mlp::cli {

/// One file of any kind; `name` is relative to `into.folder`. A kind that mlp does not read: Error{usage}.
void validate_named(const std::string& name, config::Validated& into);

/// The lock of mlp, DVC's beside each dvc.yaml that was read, and what .dvc files say of content.
void validate_locks(config::Validated& into);

}  // namespace mlp::cli

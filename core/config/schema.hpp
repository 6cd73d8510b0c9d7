// Checks of a YAML tree against one of the embedded JSON Schemas (draft-07), in words of our own and with places.
// Reading a project has its own checks and must not pay for a schema: `validate` calls this, and the reader of
// contracts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/yaml.hpp"
#include "core/config/findings.hpp"

namespace mlp::config {

using base::Yaml;

/// Text of a schema by the name of its file, such as "mlp.schema.json". Error{bug} for another name.
std::string_view schema_text(std::string_view name);
/// What people call them: "mlp", "config", "odcs" …
std::vector<std::string> schema_names();

/// @param name of the schema @param subject what the file is called in messages: "the contract"
void check_schema(std::string_view name, const Yaml& tree, std::string_view subject, Findings& findings);

}  // namespace mlp::config

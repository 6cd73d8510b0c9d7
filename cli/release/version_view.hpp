// Model versions, gates and releases as JSON and as text, the same in every command.
#pragma once

#include <string>
#include <vector>

#include "cli/output/text.hpp"
#include "core/base/json.hpp"
#include "core/registry/registry.hpp"

namespace mlp::cli {

/// All that is known of a version; `parts` only when it was loaded with them.
base::Json version_json(const registry::ModelVersion& version);
base::Json gates_json(const std::vector<registry::GateResult>& gates);
base::Json tags_json(const std::vector<registry::Tag>& tags);

/// "churn:3".
std::string name_of(const registry::ModelVersion& version);
/// "sha256:1a2b3c4d5e6f": enough to compare by eye.
std::string short_digest(const std::string& digest);
/// "all 3 passed", "1 of 3 failed", "none".
std::string gates_summary(const std::vector<registry::GateResult>& gates);
Label gates_label(const std::vector<registry::GateResult>& gates);
/// One line a gate: a mark, the gate as written, and why.
void render_gates(const std::vector<registry::GateResult>& gates, Text& text);
/// "  key      value" with the keys in one column.
void render_field(std::string_view key, std::string_view value, Text& text, Label label = Label::plain);
/// Run, commit, parameters and metrics, as far as known.
void render_provenance(const base::Json& provenance, Text& text);

bool all_passed(const std::vector<registry::GateResult>& gates);

}  // namespace mlp::cli

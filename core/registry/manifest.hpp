// The manifest of a model version: the canonical JSON that gives it its identity (docs/formats/model-manifest.md).
#pragma once

#include <string>
#include <vector>

#include "core/registry/registry.hpp"

namespace mlp::registry {

/// Identity is the model's name, the parts, and, from the provenance, commit, parameters and data digests: what a
/// repeated push of the same work has in common. Run, metrics, host and times are not in it
/// (docs/decisions/0009-model-identity.md).
Json manifest_json(const std::string& model, const std::vector<Part>& parts, const Json& provenance);

/// The manifest as stored and hashed: canonical JSON, so the digest of the version is the digest of this text.
std::string manifest_text(const std::string& model, const std::vector<Part>& parts, const Json& provenance);

/// Paths are normal, relative, valid UTF-8 and unique, none lies below another, digests are well formed. Else
/// Error{invalid}.
void check_parts(const std::vector<Part>& parts);

}  // namespace mlp::registry

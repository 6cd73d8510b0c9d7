// Words of the registry: which names models and aliases may have, MLflow's stages, and how a version is referred to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mlp::registry {

/// Not empty, at most 256 bytes of UTF-8, without '/', ':' and control characters (MLflow's rule, and ours). Else
/// Error{invalid}.
void check_model_name(std::string_view name);

/// Letters, digits, '_' and '-'; not "latest" and not "v<digits>" in any case, which MLflow reserves. Else
/// Error{invalid}.
void check_alias(std::string_view alias);

/// A tag's key: not empty, at most 250 bytes of UTF-8, no control characters. Else Error{invalid}.
void check_tag_key(std::string_view key);

/// "production" → "Production". Anything but None, Staging, Production, Archived (in any case): Error{invalid}.
std::string canonical_stage(std::string_view stage);

/// "churn" (highest version), "churn:3", "churn@champion".
struct Reference {
    std::string model;
    std::optional<std::int64_t> version;
    std::optional<std::string> alias;
};
/// Purely by form. A model's name may itself hold '@': whoever resolves a reference looks for a model of the whole name
/// first. "churn:x" and an empty part: Error{usage}.
Reference parse_reference(std::string_view text);

}  // namespace mlp::registry

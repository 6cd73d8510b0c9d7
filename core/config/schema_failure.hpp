// What the JSON Schema library said, sorted out: where, and which rule. Plain data, so that one file alone includes the
// library.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"

namespace mlp::config {

struct SchemaFailure {
    enum class Rule { unknown_key, missing_key, type, other };
    std::vector<std::string> path;  ///< keys and indexes from the top of the document
    Rule rule = Rule::other;
    std::string key;  ///< the unknown or missing one
    auto operator<=>(const SchemaFailure&) const = default;
};

/// Validates with valijson. Failures that only repeat a deeper one are left out.
std::vector<SchemaFailure> schema_failures(std::string_view schema, const base::Json& value);

}  // namespace mlp::config

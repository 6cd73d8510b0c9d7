// How PyYAML writes one scalar: which type its plain text would have, and which quotes it needs.
#pragma once

#include <string>
#include <string_view>

#include "core/template/jinja/value.hpp"

namespace mlp::tmpl::jinja {

/// Types of plain scalars by YAML 1.1.
enum class YamlType { text, null, boolean, integer, real, timestamp, other };
YamlType yaml_type(std::string_view plain);

struct YamlScalar {
    std::string text;
    YamlType type = YamlType::text;
};

/// A value as PyYAML represents it; what it would give a tag is an error.
YamlScalar yaml_scalar_of(const Value& value);

enum class Quoting { plain, single, twofold };
Quoting quoting(const YamlScalar& scalar, bool in_flow, bool is_key, bool unicode);

bool is_yaml_break(char32_t c);
/// In double quotes.
bool needs_escape(char32_t c, bool unicode);
std::string yaml_escape(char32_t c);

}  // namespace mlp::tmpl::jinja

// One scalar of a YAML text: in which style, and how it is folded. For the emitter only; the rules are ruamel.yaml's.
#pragma once

#include <string>

#include "core/base/yaml_cursor.hpp"

namespace mlp::base {

enum class YamlStyle { plain, single_quoted, double_quoted };

/// Characters that end a line in YAML 1.1, of which ruamel.yaml still thinks.
bool is_yaml_break(char32_t character);
/// @param is_key  of a map, on one line
YamlStyle yaml_text_style(const std::u32string& text, bool is_key);

/// @param indent  of the lines after the first
/// @param fold    whether a blank may become a line break
void write_yaml_scalar(YamlCursor& cursor, const std::u32string& text, YamlStyle style, std::ptrdiff_t indent,
                       bool fold);

}  // namespace mlp::base

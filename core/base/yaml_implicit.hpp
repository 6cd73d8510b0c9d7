// What ruamel.yaml, and so DVC, takes a plain scalar for by its looks: its rules for YAML 1.2 are wider than the core
// schema's (0b11, 1_000, dates).
#pragma once

#include <cstdint>
#include <string_view>

namespace mlp::base {

enum class ImplicitYaml : std::uint8_t { text, boolean, null, integer, real, timestamp, word };

/// @return `word` for '=' and '<<', which YAML keeps for itself
ImplicitYaml implicit_yaml(std::string_view text);

}  // namespace mlp::base

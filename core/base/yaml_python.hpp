// A YAML value as a Python program has it that reads the file with ruamel.yaml, as DVC does.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/json.hpp"
#include "core/base/yaml.hpp"

namespace mlp::base {

/// Plain scalars by ruamel.yaml's rules (017 is 17, 0b11 is 3, 1_000 is 1000); NaN and infinities as doubles; integers
/// beyond 64 bits, dates and keys that are no text as yaml_emit.hpp's verbatim words. emit_yaml writes it as DVC would.
Json python_value(const Yaml& node);

/// What keeps ruamel.yaml from reading a document that is YAML and was parsed to `tree`: a tab between words, a tag
/// that means nothing to it, `=` or `<<` as a value. Nothing when it reads it, as nearly always.
std::optional<Problem> python_refusal(std::string_view text, const Yaml& tree);
/// The first tag of a document that means nothing, to ruamel.yaml or to anyone who knows YAML alone.
std::optional<Problem> meaningless_tag(std::string_view text, const Yaml& tree);

}  // namespace mlp::base

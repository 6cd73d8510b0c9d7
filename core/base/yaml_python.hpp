// A YAML value as a Python program has it that reads the file with ruamel.yaml, as DVC does.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.hpp"
#include "core/base/yaml.hpp"

namespace mlp::base {

/// Plain scalars by ruamel.yaml's rules (017 is 17, 0b11 is 3, 1_000 is 1000); NaN and infinities as doubles; integers
/// beyond 64 bits, dates and keys that are no text as verbatim.hpp's words. emit_yaml writes it as DVC would.
Json python_value(const Yaml& node);

/// As Yaml::to_json, but integers beyond 64 bits are exact (big_integer.hpp), not the nearest double.
Json exact_json(const Yaml& node);

/// The path of each list or map that is, through an alias or a merge key, one object with an earlier one → the path of
/// that. Keys as in python_value and indexes are joined by '.'; what stands below a repeated one is not named.
using YamlAliases = std::map<std::string, std::string>;
YamlAliases aliases_in(const Yaml& tree);

/// What keeps ruamel.yaml from reading a document that is YAML and was parsed to `tree`: a tab between words, a tag
/// that means nothing to it, `=` or `<<` as a value. Nothing when it reads it, as nearly always.
std::optional<Problem> python_refusal(std::string_view text, const Yaml& tree);
/// The first tag of a document that means nothing, to ruamel.yaml or to anyone who knows YAML alone.
std::optional<Problem> meaningless_tag(std::string_view text, const Yaml& tree);

}  // namespace mlp::base

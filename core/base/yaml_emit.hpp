// YAML text as DVC writes it (ruamel.yaml's round-trip dumper in block style): byte for byte, so that a file which both
// write stays the same.
#pragma once

#include <map>
#include <string>

#include "core/base/json.hpp"

namespace mlp::base {

/// Block style, keys in order, lists at the indentation of their key, texts folded near column 80, null as nothing,
/// empty lists and maps as [] and {}. A float is written as Python's repr, NaN and infinities as .nan, .inf, -.inf.
/// The top must be a map. Error{invalid} for text that is not UTF-8.
std::string emit_yaml(const Json& map);

/// Lists and maps below a value that are one object in Python, by the number of that object.
using SharedYaml = std::map<const Json*, int>;
/// As above; the first place of a shared object is named (&id001), each other one refers to it (*id001).
std::string emit_yaml(const Json& map, const SharedYaml& shared);

}  // namespace mlp::base

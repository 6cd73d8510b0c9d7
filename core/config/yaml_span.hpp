// Where values end in the text of a YAML file, and values as text for such a place.
#pragma once

#include <string>

#include "core/config/source.hpp"

namespace mlp::config {

/// Whether a list or map is written in brackets.
bool is_flow(const Source& source, const Yaml& node);

/// Byte behind the scalar or flow collection that begins at byte `from`. @param in_flow whether ',' and brackets end it
std::size_t scalar_end(const Source& source, std::size_t from, bool in_flow);

/// Byte behind a value. @param key_place of its key, for block scalars that end with their indentation
std::size_t value_end(const Source& source, const Yaml& node, bool in_flow, const Position& key_place);

/// A value on one line: scalars as they are written, lists and maps in brackets. Readers of YAML 1.1 (PyYAML) see the
/// same types: 1e-5 becomes 1.0e-5, and texts such as "yes" are put in quotes.
std::string flow_yaml(const Yaml& value, bool in_flow);

}  // namespace mlp::config

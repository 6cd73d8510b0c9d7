// Keys that stand in the column of the name they belong to, where they should be indented below it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/config/reader.hpp"

namespace mlp::config {

/// The entries of a map of named things, without those that only an indentation is missing from: a name without a value
/// and the keys behind it that a thing of that kind has. Each such name is told as one finding.
/// @param kind   "stage"
/// @param known  the keys of such a thing
std::vector<const Yaml::Entry*> indented_entries(const Reader& reader, const Yaml& map, std::string_view kind,
                                                 std::span<const std::string_view> known);

}  // namespace mlp::config

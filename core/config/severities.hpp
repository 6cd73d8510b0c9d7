// How much each code counts in one project: the section `validate:` of mlp.yaml.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/config/reader.hpp"

namespace mlp::config {

/// Each code that is set, with "off", "warning" or "error".
using Severities = std::map<std::string, std::string>;

/// Reads `validate:` of a whole mlp.yaml; what is wrong there is told by check_severities.
Severities read_severities(const Yaml& tree);
void check_severities(const Reader& reader, const Yaml::Entry& entry);

/// Drops findings that are off here, or by default and not asked for, and gives the others the severity that was set.
void apply_severities(const Severities& severities, std::vector<Finding>& problems);

}  // namespace mlp::config

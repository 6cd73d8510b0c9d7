// What DVC allows in its configuration files.
#pragma once

#include <string>
#include <string_view>

#include "core/data/dvc/config.hpp"

namespace mlp::data::dvc {

/// An unknown section, key or value: Error{invalid} at the value's place.
void check_setting(std::string_view section, const std::string& key, const Config::Value& value);
/// As check_setting, for a key of a remote.
void check_remote_setting(std::string_view remote, const std::string& key, const Config::Value& value);
bool is_known_section(std::string_view section);
bool is_known_key(std::string_view section, std::string_view key);
bool is_known_remote_key(std::string_view key);
/// Whether its value is a path of a file or folder, relative to the file that it stands in; the `url` of a remote too.
bool is_path_setting(std::string_view section, std::string_view key);

/// The values of `cache.type`.
std::vector<LinkType> parse_link_types(const Config::Value& value);

}  // namespace mlp::data::dvc

// The names that ${…} knows: params.yaml beside the file, and `vars` (files, parts of files, maps), merged deeply.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/reader.hpp"

namespace mlp::config {

struct Vars {
    Json values = Json::object();
    /// The files read so far with the keys taken from them; no keys: all of it.
    std::map<std::string, std::vector<std::string>> files = {};
    bool complete = true;  ///< false: a file could not be read, so a name without a value says nothing
};

/// The name of a value that is a date (verbatim words that are no number), inside of `name`: DVC can put none into
/// texts, and stops where it meets one.
std::optional<std::string> find_date(const Json& value, const std::string& name = "");

/// params.yaml in `folder` and the items of `vars` (may be null). Files that were read are added to `inputs`.
Vars read_vars(const Reader& reader, const Yaml* vars, const std::string& folder, std::vector<std::string>& inputs);

/// Adds the items of a list of vars, whose files are relative to `folder`. A name that has a value already is a
/// finding, and so is one of `reserved`.
void merge_vars(const Reader& reader, const Yaml& list, const std::string& folder,
                const std::vector<std::string_view>& reserved, Vars& vars, std::vector<std::string>& inputs);

}  // namespace mlp::config

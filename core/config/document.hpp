// A YAML, JSON, TOML or Python file of a project: its text, its tree and its value.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/config/findings.hpp"
#include "core/config/source.hpp"

namespace mlp::config {

using base::Json;

struct Document {
    Source source;
    Yaml tree;             ///< of YAML; null for the others, whose values have no places
    Json value = nullptr;  ///< only of the others
    bool is_yaml = true;
    bool whole = true;  ///< false after a syntax error: what follows it was read half or not at all
    Json to_json() const;  ///< base::exact_json
    /// As DVC reads the same file: base::python_value.
    Json to_python() const;
};

bool has_json_name(const std::filesystem::path& file);
/// Whether the name is that of YAML: any but *.json, *.toml and *.py.
bool has_yaml_name(const std::filesystem::path& file);
/// The value of a file whose name is not YAML's. Error{invalid} with its place.
Json parse_values(std::string_view text, const std::filesystem::path& file, std::string_view origin);
/// The same with the numbers that Python's JSON knows beyond JSON's: NaN and infinities as numbers.
Json values_in_python(std::string_view text, const std::filesystem::path& file, std::string_view origin);

/// Keys that stand twice in a map of a JSON file, as warnings: JSON allows them, and means nothing by the first.
void check_repeated_keys(const std::filesystem::path& root, const std::string& name, Findings& findings);

/// Reads and parses `root / name`; `name` goes into positions. Nothing when the file does not exist, or after findings
/// (then `findings` grew).
std::optional<Document> read_document(const std::filesystem::path& root, const std::string& name, Findings& findings);

/// The same for a file that is YAML whatever its name.
std::optional<Document> read_yaml(const std::filesystem::path& root, const std::string& name, Findings& findings);

/// JSON as Python writes it: NaN, Infinity and -Infinity without quotes are read as those texts.
Json parse_python_json(std::string_view text, std::string_view origin);

}  // namespace mlp::config

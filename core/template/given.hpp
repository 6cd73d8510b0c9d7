// Answers that were given on the command line and in a file, as text or as values, whatever the template's kind wants.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/yaml.hpp"
#include "core/template/jinja/value.hpp"
#include "core/template/render.hpp"

namespace mlp::tmpl {

struct GivenAnswers {
    std::vector<std::pair<std::string, std::string>> set;  ///< --set KEY=VALUE, in order
    std::optional<base::Yaml> file;                        ///< --answers FILE: a map
};

/// Reads an answers file (YAML or JSON). Not a map: Error{invalid} with its place.
base::Yaml read_answers_file(const std::filesystem::path& file);

/// Names to texts; a list or map among them is Error{invalid} with its place. --set stands above the file.
Values as_texts(const GivenAnswers& given);
/// Names to values, those of the file typed as PyYAML types them.
jinja::Dict as_values(const GivenAnswers& given);

}  // namespace mlp::tmpl

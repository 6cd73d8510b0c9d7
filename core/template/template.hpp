// A project template: its questions and its files. Bundled ones are embedded in the binary (templates/<name>/).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/embedded.hpp"
#include "core/base/error.hpp"

namespace mlp::tmpl {

struct Question {
    std::string name;
    std::string help;
    std::string default_value;         ///< may name built-in values and earlier answers: "{{ folder }}"
    std::vector<std::string> choices;  ///< the only answers, when there are any
    std::string pattern;               ///< regular expression that the whole answer must match; may be empty
    Position place{};                  ///< in the file that defines the template, where that is known
};

/// What a folder of existing work gets instead of the whole: nobody wants an example among their own files.
struct Adopted {
    std::vector<std::string> files;  ///< rendered paths
    std::vector<std::string> next;
};

struct Template {
    std::string name;
    std::string description;
    std::vector<Question> questions;
    std::vector<std::string> optional;      ///< rendered paths that are left alone when they exist
    std::vector<std::string> next;          ///< commands to suggest once the project is there
    std::optional<Adopted> adopted;         ///< for a folder with files of its own; nothing: the same as for a new one
    std::vector<base::EmbeddedFile> files;  ///< names relative to the project, as yet unrendered
};

/// Names of the bundled templates, sorted; none of them is read for it.
std::vector<std::string> bundled_names();

/// All bundled templates, by name.
std::vector<Template> bundled_templates();

/// One of them; unknown: Error{missing} with a suggestion.
Template bundled_template(std::string_view name);

/// Reads a template.yaml. What is wrong with it is thrown as Error{invalid} with its place.
Template parse_template(std::string_view text, std::string_view file);

}  // namespace mlp::tmpl

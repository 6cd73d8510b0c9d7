// The variables of a cookiecutter template: from cookiecutter.json, what the user gave, and what is asked, to the
// values that its files are rendered with.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/template/answers.hpp"
#include "core/template/jinja/jinja.hpp"
#include "core/template/jinja/value.hpp"

namespace mlp::tmpl::cookiecutter {

/// Where a template keeps its variables.
inline constexpr std::string_view variables_file = "cookiecutter.json";

/// Reads that file. Not an object, or no JSON: Error{invalid} with its place.
jinja::Dict parse_variables(std::string_view text, std::string_view file);

/// Puts what was given in place of what the template says: one of the choices becomes the first, a dictionary is
/// filled in, yes and no become booleans. What does not fit is Error{usage}. Gives back the names that the template
/// does not have.
std::vector<std::string> overwrite(jinja::Dict& variables, const jinja::Dict& given);

/// Delimiters and white-space rules of `_jinja2_env_vars`, and the extensions that are built in. What is not supported
/// is Error{invalid} by name.
jinja::Environment environment_of(const jinja::Dict& variables);

/// Renders defaults in order, asking where there is somebody to ask, and puts the values in place of the defaults.
/// `__prompts__` is taken out.
void answer_all(jinja::Dict& variables, const jinja::Environment& environment, const Ask& ask);

/// The folder of the template that is meant, where the variables are a choice of several (`template`, `templates`): the
/// one that was given or asked, else the first. Nothing where they are no such choice.
std::optional<std::string> nested_template(const jinja::Dict& variables, const Ask& ask);

/// The variables that are asked, as questions with their unrendered defaults.
std::vector<Question> questions_of(const jinja::Dict& variables);

}  // namespace mlp::tmpl::cookiecutter

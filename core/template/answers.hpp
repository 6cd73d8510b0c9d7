// Answers to a template's questions: built-in values, defaults, what was given, and whether it is allowed.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/template/render.hpp"
#include "core/template/template.hpp"

namespace mlp::tmpl {

/// Asks one question; gives the answer, or nothing when there is nobody to ask. `problem` says what was wrong with the
/// last one.
using Ask = std::function<std::optional<std::string>(const Question&, const std::string& default_value,
                                                     const std::string& problem)>;

/// Built-in values: `folder` (the target's name made a valid project name), `user`, and `adopting`, here empty.
Values built_in_values(const std::filesystem::path& target, std::string_view user);

/// A name made from any text: lower case letters, digits, '-' and '_', beginning with a letter; "project" when nothing
/// is left.
std::string valid_name(std::string_view text);

/// What is wrong with an answer, or nothing.
std::optional<std::string> problem_of(const Question& question, std::string_view answer);

/// All values for rendering: given answers first, then `ask` (when there is one), then defaults. A given name that no
/// question has, and answers that are not allowed, are Error{usage}; all of them in one go.
Values collect_answers(const Template& project_template, const Values& built_in, const Values& given, const Ask& ask);

}  // namespace mlp::tmpl

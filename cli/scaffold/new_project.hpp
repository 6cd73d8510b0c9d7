// Making a project from a template: what `mlp init` and `mlp template new` have in common.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "cli/scaffold/given_answers.hpp"

namespace mlp::cli {

struct NewProject {
    std::string source;
    std::optional<std::string> folder;  ///< nothing: this one, or one that the template names
    std::optional<std::string> ref;
    std::string directory;
    std::optional<std::string> kind;  ///< "copier", where a folder is a template of several
    AnswerFlags answers;
    bool force = false;
    bool no_git = false;
};

/// --force and --no-git.
void add_placing_arguments(std::vector<Argument>& arguments, NewProject& ask);

/// Renders the template and makes the project, as a whole or not at all.
/// @param schema of the document: "mlp.init/1"
Report make_project(Invocation& call, const NewProject& ask, std::string_view schema);

}  // namespace mlp::cli

// What commands that render templates share: answers from flags, questions at the terminal, programs of the template.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "core/template/create.hpp"
#include "core/template/kind.hpp"

namespace mlp::cli {

/// How a template's questions are answered, and whether its programs may run.
struct AnswerFlags {
    bool trust = false;
    bool defaults = false;
    std::vector<std::string> set;
    std::optional<std::string> file;
    std::string record;

    /// From --answers FILE and --set KEY=VALUE. @param folder what FILE is relative to
    /// @param opened whose questions may have a '=' in their names
    tmpl::GivenAnswers given(const std::filesystem::path& folder, const tmpl::OpenedTemplate& opened) const;
};

/// --trust, --defaults, --set, --answers and --record.
void add_answer_arguments(std::vector<Argument>& arguments, AnswerFlags& flags);

/// Asks at the terminal.
tmpl::Ask prompter(Invocation& call);

/// Runs one of a template's programs and shows what it prints on standard error.
tmpl::RunHostCommand host_runner(Invocation& call);
/// Runs a template's programs, one after the other, and shows what they print on standard error. Nothing for none.
tmpl::ProjectStep host_step(Invocation& call, const std::vector<tmpl::HostCommand>& commands);

/// Lines of a text that a template's author wrote.
std::vector<std::string> lines_of(std::string_view text);

}  // namespace mlp::cli

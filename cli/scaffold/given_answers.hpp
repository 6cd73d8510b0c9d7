// What commands that render templates share: answers from flags, questions at the terminal, programs of the template.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/invocation.hpp"
#include "core/template/create.hpp"
#include "core/template/kind.hpp"

namespace mlp::cli {

/// From --answers FILE and --set KEY=VALUE.
tmpl::GivenAnswers given_answers(const std::filesystem::path& folder, const std::optional<std::string>& file,
                                 const std::vector<std::string>& set);

/// Asks at the terminal.
tmpl::Ask prompter(Invocation& call);

/// Runs a template's programs, one after the other, and shows what they print on standard error. Nothing for none.
tmpl::ProjectStep host_step(Invocation& call, const std::vector<tmpl::HostCommand>& commands);

/// Lines of a text that a template's author wrote.
std::vector<std::string> lines_of(std::string_view text);

}  // namespace mlp::cli

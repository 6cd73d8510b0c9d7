// From words to a request. The one place that knows CLI11; only the branch that the words name is ever built.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/invocation.hpp"

namespace mlp::cli {

/// What the words of a command line ask for.
struct Request {
    enum class Action { run, help, version };
    Action action = Action::run;
    std::vector<std::string> folders;  ///< of -C, in order
    std::string path;                  ///< command or group; empty: mlp itself
    bool incomplete = false;           ///< help is shown because a group was named without a verb
    Command command;                   ///< for Action::run, its targets filled in
};

/// Parses and records; touches nothing outside. Wrong words: Error{usage}.
/// @param globals  filled as the words are read, so that a later error is reported in the form asked for before it
Request parse(const std::vector<std::string>& words, Globals& globals);

/// The half behind a command's own words: fills the targets of `request.command`, and `globals`.
/// @param path  "track log", for messages
void parse_arguments(std::string_view path, std::vector<std::string> words, Request& request, Globals& globals);

}  // namespace mlp::cli

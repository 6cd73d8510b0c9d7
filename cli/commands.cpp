// The table of all commands, in the order of help. A new command is one line here, one .cpp and one .md in
// cli/commands/.
#include "cli/command.hpp"

#include <array>

namespace mlp::cli {

// Makers, one in each file of cli/commands/.
// clang-format off
Command complete_command();
Command completion_command();
Command docs_command();
Command help_command();
Command validate_command();
Command version_command();
// clang-format on

namespace {

constexpr auto table = std::to_array<CommandRow>({
    {"validate", "Check every file of the project and report all problems", validate_command},
    {"completion", "Print the completion script of a shell", completion_command},
    {"help", "Show the help of a command", help_command},
    {"version", "Print the version of mlp and of the libraries it would use", version_command},
    {"complete", "Answer what a shell may complete", complete_command, true},
    {"docs", "Write man pages, completions and the reference", docs_command, true},
});

}  // namespace

std::span<const CommandRow> commands() { return table; }

}  // namespace mlp::cli

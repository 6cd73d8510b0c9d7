// mlp help: the parser turns it into the help of the command that is named; the record is here for help and
// completions.
#include <memory>

#include "cli/command.hpp"

namespace mlp::cli {

Command help_command() {
    auto topic = std::make_shared<std::vector<std::string>>();
    return {.arguments = {{.name = "command", .help = "The command or group to explain", .target = topic.get()}},
            .run = [topic](Invocation&) { return Report{}; }};
}

}  // namespace mlp::cli

// mlp completion SHELL
#include <memory>

#include "cli/command.hpp"
#include "cli/docs/docs.hpp"
#include "cli/invocation.hpp"

namespace mlp::cli {

Command completion_command() {
    auto shell = std::make_shared<std::string>();
    return {.arguments = {{.name = "shell",
                           .help = "Whose completions to print",
                           .target = shell.get(),
                           .required = true,
                           .choices = {"bash", "zsh", "fish"}}},
            .run = [shell](Invocation& call) {
                call.write(completion_script(*shell));
                return Report{};
            }};
}

}  // namespace mlp::cli

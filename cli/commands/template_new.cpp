// mlp template new
#include <memory>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "cli/scaffold/new_project.hpp"

namespace mlp::cli {

namespace {

std::vector<Argument> arguments_of(NewProject& ask) {
    std::vector<Argument> arguments{{.name = "dir",
                                     .help = "Folder of the template; made when it is not there",
                                     .target = &ask.folder,
                                     .required = true,
                                     .live = Live::folders}};
    add_answer_arguments(arguments, ask.answers);
    add_placing_arguments(arguments, ask);
    // The bundled template of a template brings no programs.
    std::erase_if(arguments, [](const Argument& argument) { return argument.name == "--trust"; });
    return arguments;
}

}  // namespace

Command template_new_command() {
    auto ask = std::make_shared<NewProject>();
    ask->source = "library";
    return {.arguments = arguments_of(*ask),
            .run = [ask](Invocation& call) { return make_project(call, *ask, "mlp.template.new/1"); }};
}

}  // namespace mlp::cli

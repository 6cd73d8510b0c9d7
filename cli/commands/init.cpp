// mlp init
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "cli/scaffold/new_project.hpp"
#include "core/template/template.hpp"

namespace mlp::cli {

namespace {

struct Init {
    std::optional<std::string> source;
    NewProject project;
};

std::string chosen_source(Invocation& call, const Init& ask) {
    if (ask.source) return *ask.source;
    const auto names = tmpl::bundled_names();
    if (!call.may_prompt() || ask.project.answers.defaults) {
        throw Error(Kind::usage, "which template?")
            .hint(fmt::format("mlp init TEMPLATE [DIR]; templates: {}", fmt::join(names, ", ")));
    }
    const std::string simplest = "minimal";
    const auto answer = call.ask(fmt::format("Template ({}) [{}]:", fmt::join(names, ", "), simplest));
    if (!answer) throw Error(Kind::usage, "no template was named");
    return answer->empty() ? simplest : *answer;
}

std::vector<Argument> arguments_of(Init& ask) {
    std::vector<Argument> arguments{{.name = "template",
                                     .help = "Bundled template, folder, archive, git URL or short name",
                                     .target = &ask.source,
                                     .live = Live::templates},
                                    {.name = "dir",
                                     .help = "Folder of the project; made when it is not there",
                                     .target = &ask.project.folder,
                                     .live = Live::folders},
                                    {.name = "--ref",
                                     .help = "Branch, tag or commit of the template's repository",
                                     .target = &ask.project.ref,
                                     .value = "REF"},
                                    {.name = "--directory",
                                     .help = "Folder of the template within its repository",
                                     .target = &ask.project.directory,
                                     .value = "FOLDER"},
                                    {.name = "--kind",
                                     .help = "mlp, cookiecutter or copier, where a folder is a template of several",
                                     .target = &ask.project.kind,
                                     .value = "KIND"}};
    add_answer_arguments(arguments, ask.project.answers);
    add_placing_arguments(arguments, ask.project);
    return arguments;
}

}  // namespace

Command init_command() {
    auto ask = std::make_shared<Init>();
    return {.arguments = arguments_of(*ask), .run = [ask](Invocation& call) {
                ask->project.source = chosen_source(call, *ask);
                return make_project(call, ask->project, "mlp.init/1");
            }};
}

}  // namespace mlp::cli

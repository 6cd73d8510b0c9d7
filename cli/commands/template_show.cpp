// mlp template show
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "cli/output/text.hpp"
#include "core/template/source.hpp"

namespace mlp::cli {

namespace {

base::Json to_json(const tmpl::TemplateSummary& shown, tmpl::TemplateKind kind) {
    auto json = document("mlp.template.show/1");
    json["name"] = shown.name;
    json["kind"] = tmpl::name_of(kind);
    json["description"] = shown.description;
    json["questions"] = base::Json::array();
    for (const auto& question : shown.questions) {
        json["questions"].push_back({{"name", question.name},
                                     {"help", question.help},
                                     {"default", question.default_value},
                                     {"choices", question.choices},
                                     {"pattern", question.pattern}});
    }
    json["files"] = base::Json::array();
    for (const auto& file : shown.files) json["files"].push_back(file);
    json["programs"] = shown.commands;
    return json;
}

void show(Text& text, const tmpl::TemplateSummary& shown) {
    text.line(Label::heading, shown.name).line(shown.description).line();
    Table questions({"question", "default", "what it asks"});
    for (const auto& question : shown.questions) {
        const auto choices = question.choices.empty() ? "" : fmt::format(" ({})", fmt::join(question.choices, ", "));
        questions.row({{question.name, Label::id}, {question.default_value}, {question.help + choices}});
    }
    questions.print(text);
    text.line().line(fmt::format("{} files:", shown.files.size()));
    for (const auto& file : shown.files) text.add("  ").line(Label::path, file);
    if (!shown.commands.empty()) text.line().line("Programs that it runs with --trust:");
    for (const auto& command : shown.commands) text.add("  ").line(command);
}

}  // namespace

Command template_show_command() {
    auto ask = std::make_shared<tmpl::SourceRequest>();
    return {.arguments = {{.name = "template",
                           .help = "Bundled template, folder, archive, git URL or short name",
                           .target = &ask->source,
                           .required = true,
                           .live = Live::templates},
                          {.name = "--ref", .help = "Branch, tag or commit", .target = &ask->ref, .value = "REF"},
                          {.name = "--directory",
                           .help = "Folder of the template within its repository",
                           .target = &ask->directory,
                           .value = "FOLDER"}},
            .run = [ask](Invocation& call) {
                const auto found = tmpl::open_source(*ask, call.env());
                const auto shown = found.opened->summary();
                return Report{.document = to_json(shown, found.opened->kind()),
                              .text = [shown](Text& text) { show(text, shown); }};
            }};
}

}  // namespace mlp::cli

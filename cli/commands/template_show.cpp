// mlp template show
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "core/template/template.hpp"

namespace mlp::cli {

namespace {

base::Json to_json(const tmpl::Template& shown) {
    auto json = document("mlp.template.show/1");
    json["name"] = shown.name;
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
    for (const auto& file : shown.files) json["files"].push_back(file.name);
    return json;
}

void show(Text& text, const tmpl::Template& shown) {
    text.line(Label::heading, shown.name).line(shown.description).line();
    Table questions({"question", "default", "what it asks"});
    for (const auto& question : shown.questions) {
        const auto choices = question.choices.empty() ? "" : fmt::format(" ({})", fmt::join(question.choices, ", "));
        questions.row({{question.name, Label::id}, {question.default_value}, {question.help + choices}});
    }
    questions.print(text);
    text.line().line(fmt::format("{} files:", shown.files.size()));
    for (const auto& file : shown.files) text.add("  ").line(Label::path, file.name);
}

}  // namespace

Command template_show_command() {
    auto name = std::make_shared<std::string>();
    return {.arguments = {{.name = "template",
                           .help = "Name of the template",
                           .target = name.get(),
                           .required = true,
                           .live = Live::templates}},
            .run = [name](Invocation&) {
                const auto shown = tmpl::bundled_template(*name);
                return Report{.document = to_json(shown), .text = [shown](Text& text) { show(text, shown); }};
            }};
}

}  // namespace mlp::cli

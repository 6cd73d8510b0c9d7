// mlp impact PATH|PARAM|STAGE
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "cli/output/text.hpp"
#include "core/base/path.hpp"
#include "core/pipeline/impact.hpp"

namespace mlp::cli {

namespace {

struct Named {
    std::string subject;
    std::string name;
    std::vector<std::string> direct = {};
    std::vector<std::string> stages = {};
    std::vector<std::string> models;
    std::vector<std::string> environments;
};

Named find(Invocation& call, const std::string& word) {
    const pipeline::Graph graph(call.project());
    const pipeline::Impact found = pipeline::impact_of(graph, word, base::inside(call.root(), call.folder(), word));
    Named named{.subject = std::string(pipeline::subject_name(found.subject)),
                .name = found.name,
                .models = found.models,
                .environments = found.environments};
    for (const std::size_t index : found.direct) named.direct.push_back(graph.stage(index).name);
    for (const std::size_t index : found.stages) named.stages.push_back(graph.stage(index).name);
    return named;
}

void render(const Named& found, Text& text) {
    text.add(found.subject + " ").add(Label::strong, found.name).line();
    const auto list = [&](std::string_view title, const std::vector<std::string>& names) {
        text.add(Label::heading, fmt::format("  {:<13}", title));
        text.hanging(names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", ")), 15, 15);
    };
    if (found.subject != "stage") list("read by", found.direct);
    list("stages", found.stages);
    list("models", found.models);
    list("environments", found.environments);
}

}  // namespace

Command impact_command() {
    auto word = std::make_shared<std::string>();
    return {.arguments = {{.name = "what",
                           .help = "A path, a parameter (train.lr, other.yaml:key) or a stage",
                           .target = word.get(),
                           .required = true,
                           .live = Live::stages}},
            .run = [word](Invocation& call) {
                const Named found = find(call, *word);
                base::Json json = document("mlp.impact/1");
                json["subject"] = found.subject;
                json["name"] = found.name;
                json["direct"] = found.direct;
                json["stages"] = found.stages;
                json["models"] = found.models;
                json["environments"] = found.environments;
                return Report{.document = json, .text = [found](Text& text) { render(found, text); }};
            }};
}

}  // namespace mlp::cli

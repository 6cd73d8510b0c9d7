// mlp model push
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/release/registration.hpp"
#include "cli/release/version_view.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

namespace {

std::string next_step(Invocation& call, const Registration& registration) {
    const auto& version = registration.version;
    if (!all_passed(version.gates)) return fmt::format("mlp model show {}", name_of(version));
    if (registration.declared == nullptr || call.project().environments.empty()) {
        return fmt::format("mlp model alias {} champion {}", version.model, version.version);
    }
    return fmt::format("mlp deploy {} {}", call.project().environments.front().name, name_of(version));
}

void render(const Registration& registration, const std::string& next, Text& text) {
    const auto& version = registration.version;
    text.add(Label::strong, name_of(version)).add(registration.made ? " registered" : " is registered already").line();
    render_field("digest", version.digest, text);
    render_field(
        "content",
        fmt::format("{} file{}, {}", version.files, version.files == 1 ? "" : "s", base::size_text(version.size)),
        text);
    render_provenance(version.provenance, text);
    render_field("aliases", fmt::format("{}", fmt::join(version.aliases, ", ")), text);
    render_field("gates", gates_summary(version.gates), text, gates_label(version.gates));
    render_gates(version.gates, text);
    text.add("Next: ").line(Label::hint, next);
}

Report push(Invocation& call, const RegistrationAsk& ask) {
    if (!ask.path) declared_model(call, ask.model);  // said before a store is opened, or made
    RegistrySession session(call, RegistrySession::Use::write);
    const Registration registration = register_version(call, session, ask);
    const std::string next = next_step(call, registration);
    base::Json json = document("mlp.model.push/1");
    json["created"] = registration.made;
    json["gates_passed"] = all_passed(registration.version.gates);
    json["version"] = version_json(registration.version);
    return {.document = json, .text = [=](Text& text) { render(registration, next, text); }};
}

}  // namespace

Command model_push_command() {
    auto ask = std::make_shared<RegistrationAsk>();
    return {
        .arguments = {{"model-name", "Model to register; without it the only one of the project", &ask->model, false,
                       "", Live::models},
                      {"--path", "File or folder to register instead of the model's output", &ask->path, false, "PATH",
                       Live::files},
                      {"--run", "Run that it comes from; without it the newest that made this content", &ask->run,
                       false, "RUN", Live::runs},
                      {"--description", "What there is to say about this version", &ask->description, false, "TEXT"},
                      {"--tag", "Tag to set (repeatable)", &ask->tags, false, "KEY=VALUE"},
                      {"--alias", "Alias to point to this version (repeatable)", &ask->aliases, false, "ALIAS",
                       Live::aliases},
                      {"--allow-stale", "Register also what no run of the pipeline made", &ask->allow_stale}},
        .run = [ask](Invocation& call) { return push(call, *ask); }};
}

}  // namespace mlp::cli

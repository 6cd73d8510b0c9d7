// mlp rollback
#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/release/release_view.hpp"
#include "cli/release/session.hpp"

namespace mlp::cli {

namespace {

struct Rollback {
    std::string environment;
    std::optional<std::string> to;
};

Report run(Invocation& call, const Rollback& ask) {
    const auto& environment = declared_environment(call, ask.environment);
    const auto target = target_of(call, environment);
    deploy::find_release(target->look(), ask.to);  // nothing to go back to: said before anything is locked or made
    RegistrySession session(call, RegistrySession::Use::write);
    const auto destination = destination_of(call, environment);
    const auto outcome = deploy::rollback(session.store(), *session, *target, destination, ask.to);
    base::Json json = document("mlp.rollback/1");
    add_outcome(outcome, destination, target->place(), json);
    return {.document = json, .text = [outcome, destination, place = target->place()](Text& text) {
                render_outcome(outcome, destination, place, text);
            }};
}

}  // namespace

Command rollback_command() {
    auto ask = std::make_shared<Rollback>();
    return {
        .arguments = {{"environment", "Environment of the project", &ask->environment, true, "ENV", Live::environments},
                      {"--to", "Release, version or MODEL:VERSION to go back to; without it the one before", &ask->to,
                       false, "RELEASE"}},
        .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli

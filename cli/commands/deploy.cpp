// mlp deploy
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/release/registration.hpp"
#include "cli/release/release_view.hpp"
#include "cli/release/version_view.hpp"
#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

namespace {

struct Deploy {
    std::string environment;
    std::optional<std::string> version;
    std::optional<std::string> override_reason;
    std::optional<std::string> run;
    bool dry_run = false;
};

/// What is to be released, with verdicts that hold now.
struct Candidate {
    registry::ModelVersion version;
    bool registered = true;  ///< false only for --dry-run: it would become a new version
};

/// The project's own output for this environment.
RegistrationAsk output_of(Invocation& call, const config::Environment& environment, const Deploy& ask) {
    RegistrationAsk wanted;
    wanted.model = environment.model;
    if (!wanted.model) wanted.model = declared_model(call, std::nullopt).name;
    wanted.run = ask.run;
    return wanted;
}

/// As register_version, but only looked at.
Candidate preview(Invocation& call, RegistrySession& session, const RegistrationAsk& wanted) {
    const auto described = describe_version(call, session, wanted);
    Candidate candidate;
    if (auto known = find_same(session, described)) {
        candidate.version = std::move(*known);
    } else {
        candidate.registered = false;
        candidate.version.model = described.model;
        candidate.version.parts = described.parts;
        candidate.version.provenance = described.provenance;
    }
    candidate.version.gates =
        judge(call, session, candidate.version, call.project().find_model(candidate.version.model)).gates;
    return candidate;
}

Candidate choose(Invocation& call, RegistrySession& session, const config::Environment& environment,
                 const Deploy& ask) {
    if (!ask.version) {
        const auto wanted = output_of(call, environment, ask);
        return ask.dry_run ? preview(call, session, wanted)
                           : Candidate{register_version(call, session, wanted).version};
    }
    Candidate candidate{session->resolve(*ask.version)};
    const Verdicts verdicts =
        judge(call, session, candidate.version, call.project().find_model(candidate.version.model));
    if (verdicts.fresh && !ask.dry_run) {
        session->put_gate_results(candidate.version.model, candidate.version.version, verdicts.gates);
    }
    candidate.version.gates = verdicts.gates;
    return candidate;
}

std::string title_of(const Candidate& candidate) {
    return candidate.registered ? name_of(candidate.version)
                                : fmt::format("a new version of {}", candidate.version.model);
}

base::Json start_document(const Deploy& ask, const Candidate& candidate) {
    base::Json json = document("mlp.deploy/1");
    json["environment"] = ask.environment;
    json["dry_run"] = ask.dry_run;
    json["released"] = false;
    json["model"] = candidate.version.model;
    json["version"] = candidate.registered ? base::Json(candidate.version.version) : base::Json();
    json["gates"] = gates_json(candidate.version.gates);
    json["gates_passed"] = all_passed(candidate.version.gates);
    return json;
}

/// The verdict is "no": the report says which gates, and why.
Report refused(const Deploy& ask, const Candidate& candidate) {
    return {.document = start_document(ask, candidate),
            .text =
                [candidate, ask](Text& text) {
                    text.add(Label::error, "not released")
                        .line(fmt::format(": {} did not pass its gates", title_of(candidate)));
                    render_gates(candidate.version.gates, text);
                    text.line(
                        Label::hint,
                        fmt::format("To release it all the same, with a reason for the audit trail: mlp deploy {} {} "
                                    "--override \"…\"",
                                    ask.environment, candidate.registered ? name_of(candidate.version) : ""));
                },
            .exit_code = 1};
}

Report plan(const Deploy& ask, const Candidate& candidate, deploy::DeployTarget& target) {
    const auto state = target.look();
    base::Json json = start_document(ask, candidate);
    json["target"] = target.place();
    json["current"] = text_or_null(state.current);
    return {.document = json, .text = [candidate, ask, state, place = target.place()](Text& text) {
                text.add("would release ")
                    .add(Label::strong, title_of(candidate))
                    .add(" to ")
                    .line(Label::strong, ask.environment);
                render_field("target", place, text, Label::path);
                render_field("current", state.current, text, Label::id);
                render_gates(candidate.version.gates, text);
            }};
}

Report run(Invocation& call, const Deploy& ask) {
    const auto& environment = declared_environment(call, ask.environment);
    if (ask.override_reason) {
        check_text(*ask.override_reason, "--override");
        if (ask.override_reason->find_first_not_of(" \t\n") == std::string::npos) {
            throw Error(Kind::usage, "--override needs a reason")
                .hint("it is kept in the audit trail: --override \"hotfix for …\"");
        }
    }
    const auto target = target_of(call, environment);
    target->look();  // a target that cannot be used is told before anything is registered
    RegistrySession session(call, RegistrySession::Use::write);
    const Candidate candidate = choose(call, session, environment, ask);
    const bool passed = all_passed(candidate.version.gates);
    if (!passed && !ask.override_reason) return refused(ask, candidate);
    if (ask.dry_run) return plan(ask, candidate, *target);

    const auto destination = destination_of(call, environment);
    const auto outcome = deploy::deploy(session.store(), *session, *target, destination, candidate.version,
                                        passed ? std::string() : *ask.override_reason);
    base::Json json = start_document(ask, candidate);
    json["released"] = true;
    add_outcome(outcome, destination, target->place(), json);
    return {.document = json, .text = [outcome, destination, candidate, place = target->place()](Text& text) {
                render_outcome(outcome, destination, place, text);
                if (outcome.changed) render_gates(candidate.version.gates, text);
            }};
}

}  // namespace

Command deploy_command() {
    auto ask = std::make_shared<Deploy>();
    return {
        .arguments = {{"environment", "Environment of the project", &ask->environment, true, "ENV", Live::environments},
                      {"version", "MODEL, MODEL:VERSION or MODEL@ALIAS; without it the project's present output",
                       &ask->version, false, "", Live::versions},
                      {"--override", "Release in spite of failed gates, for this reason", &ask->override_reason, false,
                       "REASON"},
                      {"--run", "Run that the present output comes from", &ask->run, false, "RUN", Live::runs},
                      {"--dry-run", "Say what would be released, and change nothing", &ask->dry_run}},
        .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli

// mlp doctor
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/doctor/checkup.hpp"
#include "cli/output/text.hpp"

namespace mlp::cli {

namespace {

Report examine(Invocation& call, bool offline) {
    Symptoms symptoms;
    check_project(call, symptoms);
    check_git(call, symptoms);
    check_storage(call, symptoms);
    check_machine(call, symptoms);
    if (!offline) check_remotes(call, symptoms);
    const auto count = [&](Symptom::State state) {
        return std::count_if(symptoms.begin(), symptoms.end(), [&](const Symptom& one) { return one.state == state; });
    };
    const auto faults = count(Symptom::State::fault);
    const auto warnings = count(Symptom::State::warning);

    base::Json json = document("mlp.doctor/1");
    json["healthy"] = faults == 0;
    json["faults"] = faults;
    json["warnings"] = warnings;
    json["checks"] = base::Json::array();
    for (const Symptom& one : symptoms) {
        json["checks"].push_back({{"check", one.check},
                                  {"state", state_name(one.state)},
                                  {"found", one.found},
                                  {"repair", text_or_null(one.repair)}});
    }
    const auto text = [symptoms, faults, warnings](Text& out) {
        for (const Symptom& one : symptoms) {
            const Label label = one.state == Symptom::State::ok        ? Label::ok
                                : one.state == Symptom::State::warning ? Label::warning
                                                                       : Label::error;
            out.add(label, fmt::format("{:<8}", state_name(one.state)))
                .add(Label::strong, one.check)
                .line(": " + one.found);
            if (!one.repair.empty()) out.line(Label::hint, "        " + one.repair);
        }
        out.line(faults + warnings == 0 ? "all is well" : fmt::format("{} faults, {} warnings", faults, warnings));
    };
    return {.document = json, .text = text, .exit_code = faults == 0 ? 0 : 1};
}

}  // namespace

Command doctor_command() {
    auto offline = std::make_shared<bool>(false);
    return {.arguments = {{"--offline", "Do not ask the remotes", offline.get()}},
            .run = [offline](Invocation& call) { return examine(call, *offline); }};
}

}  // namespace mlp::cli

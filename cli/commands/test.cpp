// mlp test
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "cli/output/text.hpp"
#include "cli/testing/suite.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/config/project.hpp"

namespace mlp::cli {

namespace {

struct Test {
    std::vector<std::string> names;
    std::string only;
    std::optional<std::string> junit;
};

std::size_t count(const Cases& cases, Verdict verdict) {
    return static_cast<std::size_t>(
        std::count_if(cases.begin(), cases.end(), [&](const TestCase& test) { return test.verdict == verdict; }));
}

base::Json to_json(const Cases& cases) {
    auto json = document("mlp.test/1");
    json["ok"] = count(cases, Verdict::failed) == 0;
    for (const auto verdict : {Verdict::passed, Verdict::failed, Verdict::skipped})
        json[std::string(verdict_name(verdict))] = count(cases, verdict);
    json["tests"] = base::Json::array();
    for (const auto& test : cases) {
        json["tests"].push_back({{"group", test.group},
                                 {"name", test.name},
                                 {"verdict", verdict_name(test.verdict)},
                                 {"reason", test.reason},
                                 {"details", test.verdict == Verdict::passed ? "" : test.details},
                                 {"file", test.file},
                                 {"duration_ms", test.duration.count()}});
    }
    return json;
}

/// Commands print; a screenful of their end is what one needs to see.
std::string last_lines(const std::string& text, std::size_t wanted) {
    std::size_t at = text.size();
    while (at > 0 && text[at - 1] == '\n') --at;
    const std::size_t end = at;
    for (std::size_t lines = 0; at > 0; --at) {
        if (text[at - 1] == '\n' && ++lines == wanted) break;
    }
    return text.substr(at, end - at);
}

void show_failure(Text& text, const TestCase& test) {
    constexpr std::size_t shown_lines = 25;
    text.add(Label::error, "failed  ").line(fmt::format("{} {}", test.group, test.name));
    text.line("        " + test.reason);
    auto rest = last_lines(test.details, shown_lines);
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        text.line(Label::dim, "        " + rest.substr(0, end));
        rest.erase(0, std::min(end + 1, rest.size()));
    }
}

void show(Text& text, const Cases& cases) {
    for (const auto* group : {"data", "commands", "gates"}) {
        std::size_t total = 0;
        std::size_t passed = 0;
        for (const auto& test : cases) {
            if (test.group != group) continue;
            ++total;
            if (test.verdict == Verdict::passed) ++passed;
        }
        if (total > 0)
            text.add(passed == total ? Label::ok : Label::plain, fmt::format("{:<8}", group))
                .line(fmt::format("  {} of {} passed", passed, total));
    }
    for (const auto& test : cases) {
        if (test.verdict == Verdict::failed) show_failure(text, test);
        if (test.verdict == Verdict::skipped)
            text.add(Label::warning, "skipped ").line(fmt::format("{} {}: {}", test.group, test.name, test.reason));
    }
    if (cases.empty()) {
        text.line("Nothing to test: the project declares no data contracts, tests or gates.");
    } else if (count(cases, Verdict::failed) == 0) {
        text.line(Label::ok, fmt::format("All {} tests passed.", count(cases, Verdict::passed)));
    } else {
        text.line(Label::error, fmt::format("{} of {} tests failed.", count(cases, Verdict::failed), cases.size()));
    }
}

void refuse_unknown_names(const config::Project& project, const std::vector<std::string>& names) {
    std::vector<std::string> known;
    for (const auto& dataset : project.datasets) known.push_back(dataset.name);
    for (const auto& command : project.tests) known.push_back(command.name);
    for (const auto& model : project.models) known.push_back(model.name);
    for (const auto& name : names) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        throw Error(Kind::missing,
                    fmt::format("no data set, test or model is called '{}'{}", name, base::did_you_mean(name, known)))
            .hint("mlp test without names runs all");
    }
}

/// Before an hour of tests, not after it.
void refuse_folder(const std::filesystem::path& report) {
    if (!report.has_filename() || std::filesystem::is_directory(report)) {
        throw Error(Kind::usage, fmt::format("'{}' is a folder", report.string()))
            .at("flag --junit")
            .hint("name a file, e.g. --junit report.xml");
    }
}

Report run(Invocation& call, const Test& ask) {
    const auto& project = call.project();
    if (ask.junit) refuse_folder(call.folder() / *ask.junit);
    refuse_unknown_names(project, ask.names);
    const Selection selection{ask.only, ask.names};
    Cases cases;
    check_data(call, selection, cases);
    run_test_commands(call, selection, cases);
    check_gates(call, selection, cases);
    if (ask.junit)
        base::replace_file(call.folder() / *ask.junit, to_junit(cases, project.name, base::iso_time(call.env().now())));
    return {.document = to_json(cases),
            .text = [cases](Text& text) { show(text, cases); },
            .exit_code = count(cases, Verdict::failed) > 0 ? 1 : 0};
}

}  // namespace

Command test_command() {
    auto ask = std::make_shared<Test>();
    return {.arguments = {{.name = "names",
                           .help = "Data sets, tests or models; all without a name",
                           .target = &ask->names,
                           .live = Live::datasets},
                          {.name = "--only",
                           .help = "One group",
                           .target = &ask->only,
                           .choices = {"data", "commands", "gates"}},
                          {.name = "--junit",
                           .help = "Write a JUnit report too",
                           .target = &ask->junit,
                           .value = "FILE",
                           .live = Live::files}},
            .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli

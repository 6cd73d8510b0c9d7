#include "cli/scaffold/given_answers.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/template/host_command.hpp"

namespace mlp::cli {

namespace {

/// Where KEY ends in KEY=VALUE: at the first '=', but for questions that have one in their name.
std::size_t end_of_key(const std::string& pair, const tmpl::OpenedTemplate& opened) {
    auto end = pair.find('=');
    if (end == std::string::npos || pair.find('=', end + 1) == std::string::npos) return end;
    for (const auto& question : opened.summary().questions) {
        const auto& name = question.name;
        if (name.size() > end && pair.starts_with(name) && pair[name.size()] == '=') end = name.size();
    }
    return end;
}

}  // namespace

tmpl::GivenAnswers AnswerFlags::given(const std::filesystem::path& folder, const tmpl::OpenedTemplate& opened) const {
    tmpl::GivenAnswers given;
    if (file) given.file = tmpl::read_answers_file(folder / *file);
    for (const auto& pair : set) {
        const auto equals = end_of_key(pair, opened);
        if (equals == std::string::npos || equals == 0) {
            throw Error(Kind::usage, fmt::format("--set {}: KEY=VALUE was expected", pair));
        }
        given.set.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    }
    return given;
}

void add_answer_arguments(std::vector<Argument>& arguments, AnswerFlags& flags) {
    arguments.push_back(
        {.name = "--trust", .help = "Let the template run its own programs (hooks, tasks)", .target = &flags.trust});
    arguments.push_back(
        {.name = "--defaults", .help = "Ask nothing: what has no answer takes its default", .target = &flags.defaults});
    arguments.push_back({.name = "--set",
                         .help = "Answer a question; may be given several times",
                         .target = &flags.set,
                         .value = "KEY=VALUE"});
    arguments.push_back({.name = "--answers",
                         .help = "Take answers from a YAML or JSON file",
                         .target = &flags.file,
                         .value = "FILE",
                         .live = Live::files});
    arguments.push_back({.name = "--record",
                         .help = "copier's file of answers within the project, when it is not the usual one",
                         .target = &flags.record,
                         .value = "FILE"});
}

tmpl::Ask prompter(Invocation& call) {
    return [&call](const tmpl::Question& question, const std::string& default_value, const std::string& problem) {
        if (!problem.empty()) call.note(problem);
        const auto choices = question.choices.empty() ? "" : fmt::format(" ({})", fmt::join(question.choices, ", "));
        return call.ask(fmt::format("{}{} [{}]:", question.help, choices, default_value));
    };
}

tmpl::RunHostCommand host_runner(Invocation& call) {
    return [&call](const tmpl::HostCommand& command, const std::filesystem::path& folder) {
        call.note(fmt::format("running {}", command.title));
        std::string line;
        tmpl::run_host_command(command, folder, [&](std::string_view text) {
            line += text;
            for (auto end = line.find('\n'); end != std::string::npos; end = line.find('\n')) {
                call.note(std::string_view(line).substr(0, end));
                line.erase(0, end + 1);
            }
        });
        if (!line.empty()) call.note(line);
    };
}

tmpl::ProjectStep host_step(Invocation& call, const std::vector<tmpl::HostCommand>& commands) {
    if (commands.empty()) return {};
    return [run = host_runner(call), commands](const std::filesystem::path& project) {
        for (const auto& command : commands) run(command, project);
    };
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return lines;
}

}  // namespace mlp::cli

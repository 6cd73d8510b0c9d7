// mlp init
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "cli/output/text.hpp"
#include "core/base/process.hpp"
#include "core/template/answers.hpp"
#include "core/template/create.hpp"

namespace mlp::cli {

namespace {

namespace fs = std::filesystem;

struct Init {
    std::optional<std::string> template_name;
    std::string folder = ".";
    bool defaults = false;
    std::vector<std::string> set;
    std::optional<std::string> answers;
    bool force = false;
    bool no_git = false;
};

std::vector<std::string> template_names() {
    std::vector<std::string> names;
    for (const auto& bundled : tmpl::bundled_templates()) names.push_back(bundled.name);
    return names;
}

tmpl::Template chosen_template(Invocation& call, const Init& ask) {
    if (ask.template_name) return tmpl::bundled_template(*ask.template_name);
    const auto names = template_names();
    if (!call.may_prompt() || ask.defaults) {
        throw Error(Kind::usage, "which template?")
            .hint(fmt::format("mlp init TEMPLATE [DIR]; templates: {}", fmt::join(names, ", ")));
    }
    const auto answer = call.ask(fmt::format("Template ({}) [{}]:", fmt::join(names, ", "), names.front()));
    if (!answer) throw Error(Kind::usage, "no template was named");
    return tmpl::bundled_template(answer->empty() ? names.front() : *answer);
}

tmpl::Values given_answers(const Invocation& call, const Init& ask) {
    tmpl::Values given;
    if (ask.answers) given = tmpl::read_answers(call.folder() / *ask.answers);
    for (const auto& pair : ask.set) {
        const auto equals = pair.find('=');
        if (equals == std::string::npos || equals == 0) {
            throw Error(Kind::usage, fmt::format("--set {}: KEY=VALUE was expected", pair));
        }
        given[pair.substr(0, equals)] = pair.substr(equals + 1);
    }
    return given;
}

tmpl::Ask prompter(Invocation& call, const Init& ask) {
    if (ask.defaults || !call.may_prompt()) return {};
    return [&call](const tmpl::Question& question, const std::string& default_value, const std::string& problem) {
        if (!problem.empty()) call.note(problem);
        const auto choices = question.choices.empty() ? "" : fmt::format(" ({})", fmt::join(question.choices, ", "));
        return call.ask(fmt::format("{}{} [{}]:", question.help, choices, default_value));
    };
}

base::Json to_json(const tmpl::Template& used, const tmpl::Values& values, const tmpl::Created& created) {
    auto json = document("mlp.init/1");
    json["template"] = used.name;
    json["folder"] = created.folder.native();
    json["answers"] = base::Json::object();
    for (const auto& question : used.questions) json["answers"][question.name] = values.at(question.name);
    json["made"] = created.made;
    json["kept"] = created.kept;
    json["replaced"] = created.replaced;
    json["commit"] = created.commit.empty() ? base::Json(nullptr) : base::Json(created.commit);
    json["git_note"] = created.git_note.empty() ? base::Json(nullptr) : base::Json(created.git_note);
    json["next"] = used.next;
    return json;
}

void show(Text& text, const Init& ask, const tmpl::Template& used, const tmpl::Created& created) {
    text.add("Made ").add(Label::path, created.folder.native());
    text.line(fmt::format(" from the template '{}': {} files", used.name, created.made.size()));
    if (!created.kept.empty()) text.line(fmt::format("Kept as they were: {}", fmt::join(created.kept, ", ")));
    if (!created.replaced.empty()) text.line(fmt::format("Replaced: {}", fmt::join(created.replaced, ", ")));
    if (!created.commit.empty()) text.add("First commit ").line(Label::id, created.commit.substr(0, 10));
    if (!created.git_note.empty()) text.line(Label::dim, created.git_note);
    text.line().line("Next:");
    // To be pasted as it stands.
    const std::string folder = ask.folder.starts_with('-') ? "./" + ask.folder : ask.folder;
    if (folder != ".") text.line(fmt::format("  cd {}", base::shell_quote(folder)));
    for (const auto& command : used.next) text.line("  " + command);
}

Report run(Invocation& call, const Init& ask) {
    if (ask.folder.empty()) throw Error(Kind::usage, "the folder's name is empty").hint("'.' is the current folder");
    const auto used = chosen_template(call, ask);
    const auto target = (call.folder() / ask.folder).lexically_normal();
    const auto values = tmpl::collect_answers(used, tmpl::built_in_values(target, base::user_name(call.env())),
                                              given_answers(call, ask), prompter(call, ask));
    const auto created = tmpl::create_project(used, values, target, {.force = ask.force, .git = !ask.no_git});
    return {.document = to_json(used, values, created), .text = [=](Text& text) { show(text, ask, used, created); }};
}

}  // namespace

Command init_command() {
    auto ask = std::make_shared<Init>();
    return {.arguments = {{.name = "template",
                           .help = "Template to start from",
                           .target = &ask->template_name,
                           .live = Live::templates},
                          {.name = "dir",
                           .help = "Folder of the project; made when it is not there",
                           .target = &ask->folder,
                           .live = Live::folders},
                          {.name = "--defaults", .help = "Ask nothing, take the defaults", .target = &ask->defaults},
                          {.name = "--set",
                           .help = "Answer a question; may be given several times",
                           .target = &ask->set,
                           .value = "KEY=VALUE"},
                          {.name = "--answers",
                           .help = "Take answers from a YAML or JSON file",
                           .target = &ask->answers,
                           .value = "FILE",
                           .live = Live::files},
                          {.name = "-f,--force", .help = "Replace files that are there already", .target = &ask->force},
                          {.name = "--no-git", .help = "Make no git repository and no commit", .target = &ask->no_git}},
            .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli

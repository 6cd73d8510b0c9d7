// mlp template lint
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "cli/output/problems.hpp"
#include "core/config/ranges.hpp"
#include "core/template/source.hpp"

namespace mlp::cli {

namespace {

struct Linted {
    tmpl::Origin origin;
    std::optional<tmpl::TemplateKind> kind;  ///< nothing: it could not even be opened
    std::vector<config::Finding> problems;
};

/// A template that cannot be read is a finding, not a failure of the linter.
Linted lint(const tmpl::SourceRequest& ask, const base::Env& env) {
    Linted linted;
    linted.origin.source = ask.source;
    try {
        const auto found = tmpl::open_source(ask, env);
        linted.origin = found.origin;
        linted.kind = found.opened->kind();
        for (auto& problem : tmpl::lint(found.opened->lint_subject())) linted.problems.push_back({std::move(problem)});
    } catch (const Error& error) {
        if (error.kind() != Kind::invalid) throw;
        linted.problems.push_back({tmpl::problem_of(error)});
    }
    config::find_ranges(linted.origin.folder, linted.problems);
    return linted;
}

base::Json to_json(const Linted& linted) {
    auto json = document("mlp.template.lint/1");
    json["template"] = linted.origin.source;
    json["kind"] = linted.kind ? base::Json(tmpl::name_of(*linted.kind)) : base::Json(nullptr);
    json["ok"] = !config::has_errors(linted.problems);
    json["problems"] = problems_json(linted.problems);
    return json;
}

Report run(Invocation& call, const tmpl::SourceRequest& ask) {
    auto linted = lint(ask, call.env());
    const bool ok = !config::has_errors(linted.problems);
    auto json = to_json(linted);
    const auto show = [linted = std::move(linted), ok](Text& text) {
        render(linted.problems, linted.origin.folder, text);
        text.line(ok ? Label::ok : Label::error,
                  fmt::format("{} in the template '{}'", count_text(linted.problems), linted.origin.source));
    };
    return {.document = std::move(json), .text = show, .exit_code = ok ? 0 : row_of(Kind::invalid).exit_code};
}

}  // namespace

Command template_lint_command() {
    auto ask = std::make_shared<tmpl::SourceRequest>();
    ask->source = ".";
    ask->as_it_stands = true;
    return {.arguments = {{.name = "template",
                           .help = "Bundled template, folder, archive, git URL or short name; by default this folder",
                           .target = &ask->source,
                           .live = Live::templates},
                          {.name = "--ref", .help = "Branch, tag or commit", .target = &ask->ref, .value = "REF"},
                          {.name = "--directory",
                           .help = "Folder of the template within its repository",
                           .target = &ask->directory,
                           .value = "FOLDER"}},
            .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli

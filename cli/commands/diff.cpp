// mlp diff [A] [B]
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/compare/diff_html.hpp"
#include "cli/compare/diff_report.hpp"
#include "cli/compare/side.hpp"
#include "core/base/io.hpp"

namespace mlp::cli {

namespace {

struct DiffAsk {
    std::vector<std::string> sides;
    bool all = false;
    bool markdown = false;
    std::optional<std::string> html;
    bool exit_code = false;
};

void check(const DiffAsk& ask, const Invocation& call) {
    if (ask.sides.size() > 2) {
        throw Error(Kind::usage, fmt::format("{} names are given: two can be compared", ask.sides.size()))
            .hint("`mlp track compare` shows more runs side by side");
    }
    if (ask.markdown && call.globals().json) throw Error(Kind::usage, "--md and --json ask for different documents");
}

/// A run that is no pipeline's has no files: what it logged meets nothing on a side that has nothing else.
void warn_if_apart(Side& run, const Side& other) {
    if (!run.state.logged_known || run.state.declared_params_only || other.state.logged_known) return;
    run.warnings.push_back(fmt::format("run {} is no run of the pipeline: what it logged is in no file of {}", run.name,
                                       column_name(other)));
}

void write_html(Invocation& call, const std::string& name, DiffFacts& facts) {
    const std::string page = diff_html(facts, facts.after.warnings);
    base::replace_file(call.folder() / name, page);
    call.note(fmt::format("wrote {}", name));
}

Report run(Invocation& call, const DiffAsk& ask) {
    check(ask, call);
    call.root();
    auto facts = std::make_shared<DiffFacts>();
    facts->before = find_side(call, ask.sides.empty() ? "HEAD" : ask.sides.front());
    facts->after = find_side(call, ask.sides.size() < 2 ? "workspace" : ask.sides.back());
    warn_if_apart(facts->before, facts->after);
    warn_if_apart(facts->after, facts->before);
    facts->difference = compare::compare(facts->before.state, facts->after.state, ask.all);
    if (ask.html) write_html(call, *ask.html, *facts);
    for (const Side* side : {&facts->before, &facts->after}) {
        for (const std::string& warning : side->warnings) call.warn(warning);
    }
    return {.document = diff_document(*facts),
            .text = [facts, markdown = ask.markdown](
                        Text& text) { markdown ? render_diff_markdown(*facts, text) : render_diff(*facts, text); },
            .exit_code = ask.exit_code && facts->difference.any() ? 1 : 0};
}

}  // namespace

Command diff_command() {
    auto ask = std::make_shared<DiffAsk>();
    return {.arguments = {{.name = "side",
                           .help = "A run, a revision of git or 'workspace'; by default HEAD and the workspace",
                           .target = &ask->sides,
                           .live = Live::runs},
                          {.name = "-a,--all", .help = "Also what is the same", .target = &ask->all},
                          {.name = "--md", .help = "Tables in Markdown, for a pull request", .target = &ask->markdown},
                          {.name = "--html",
                           .help = "Also write a report with the plots drawn, as one file; its folder is made where it "
                                   "is missing",
                           .target = &ask->html,
                           .value = "FILE",
                           .live = Live::files},
                          {.name = "--exit-code", .help = "Exit 1 when anything differs", .target = &ask->exit_code}},
            .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli

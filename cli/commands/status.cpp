// mlp status [STAGE...]
#include <memory>

#include "cli/command.hpp"
#include "cli/pipeline/deprecated_data.hpp"
#include "cli/pipeline/explained.hpp"
#include "cli/pipeline/run_report.hpp"
#include "cli/pipeline/site.hpp"
#include "core/data/file_index.hpp"
#include "core/pipeline/snapshot.hpp"

namespace mlp::cli {

namespace {

struct StatusAsk {
    Asked asked;
    bool exit_code = false;
    bool explain = false;
};

Report status(Invocation& call, StatusAsk ask) {
    // What is affected is asked for, not what it needs besides.
    if (ask.asked.since) ask.asked.single = true;
    ask.asked.folder = in_project(call);
    data::FileIndex index(index_path(call));
    if (!ask.explain && !ask.asked.since) {
        if (const auto current = pipeline::unchanged_since(index, snapshot_of(ask.asked), call.root())) {
            return status_current_report(*current);
        }
    }
    Site site(call, index);
    warn_of_deprecated(site, ask.asked);
    const pipeline::Plan plan = site.plan(site.selected(ask.asked), {.makers = ask.explain});
    Report report = status_report(site.graph(), plan, ask.exit_code);
    if (ask.asked.since) add_since(report, site.since(*ask.asked.since), site.graph());
    if (ask.explain)
        add_explanations(report, explain(site, ask.asked, plan));
    else
        add_last_failures(report, site, plan);
    return report;
}

}  // namespace

Command status_command() {
    auto ask = std::make_shared<StatusAsk>();
    return {.arguments = {{.name = "stage",
                           .help = "Stages to look at, with all they need; without any: the whole pipeline",
                           .target = &ask->asked.stages,
                           .live = Live::stages},
                          {.name = "--explain",
                           .help = "Say of each named stage why it would run, be restored or be left alone; and why "
                                   "it last ran",
                           .target = &ask->explain},
                          {.name = "--since",
                           .help = "Only stages that changes since this git revision affect",
                           .target = &ask->asked.since,
                           .value = "REV"},
                          {.name = "--exit-code",
                           .help = "Exit with 1 when anything would run or be restored",
                           .target = &ask->exit_code}},
            .run = [ask](Invocation& call) { return status(call, *ask); }};
}

}  // namespace mlp::cli

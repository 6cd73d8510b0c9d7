// mlp status [STAGE...]
#include <memory>

#include "cli/command.hpp"
#include "cli/pipeline/run_report.hpp"
#include "cli/pipeline/site.hpp"
#include "core/pipeline/snapshot.hpp"

namespace mlp::cli {

namespace {

struct StatusAsk {
    Asked asked;
    bool exit_code = false;
};

Report status(Invocation& call, const StatusAsk& ask) {
    data::FileIndex index(index_path(call));
    if (const auto current = pipeline::unchanged_since(index, snapshot_of(ask.asked), call.root())) {
        return status_current_report(*current);
    }
    Site site(call, index);
    return status_report(site.graph(), site.plan(site.selected(ask.asked)), ask.exit_code);
}

}  // namespace

Command status_command() {
    auto ask = std::make_shared<StatusAsk>();
    return {.arguments = {{.name = "stage",
                           .help = "Stages to look at, with all they need; without any: the whole pipeline",
                           .target = &ask->asked.stages,
                           .live = Live::stages},
                          {.name = "--exit-code",
                           .help = "Exit with 1 when anything would run or be restored",
                           .target = &ask->exit_code}},
            .run = [ask](Invocation& call) { return status(call, *ask); }};
}

}  // namespace mlp::cli

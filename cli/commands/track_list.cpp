// mlp track list
#include <memory>

#include "cli/command.hpp"
#include "cli/tracking/runs_report.hpp"

namespace mlp::cli {

Command track_list_command() {
    auto ask = std::make_shared<RunsQuestion>();
    return {.arguments = {{"--experiment", "Only runs of this experiment, by name or id (repeatable)",
                           &ask->experiments, false, "NAME", Live::experiments},
                          {"-n,--max", "At most so many, the newest first", &ask->max, false, "N"},
                          {"--deleted", "Deleted runs only", &ask->deleted},
                          {"--all", "Deleted runs too", &ask->all},
                          {"--page-token", "Go on where an earlier list ended", &ask->page_token, false, "TOKEN"}},
            .run = [ask](Invocation& call) {
                TrackSession session(call, TrackSession::Use::read);
                return runs_report(call, session, *ask, "mlp.track.list/1");
            }};
}

}  // namespace mlp::cli

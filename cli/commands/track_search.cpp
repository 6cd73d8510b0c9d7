// mlp track search
#include <memory>

#include "cli/command.hpp"
#include "cli/tracking/runs_report.hpp"

namespace mlp::cli {

Command track_search_command() {
    auto ask = std::make_shared<RunsQuestion>();
    ask->max = 100;
    return {.arguments = {{.name = "filter",
                           .help = "Comparisons joined by AND; none finds all runs",
                           .target = &ask->filter,
                           .empty = true},
                          {"--order-by", "Field to order by, with ASC or DESC (repeatable)", &ask->order_by, false,
                           "FIELD"},
                          {"-n,--max", "At most so many (1 to 50000)", &ask->max, false, "N"},
                          {"--page-token", "Go on where an earlier page ended", &ask->page_token, false, "TOKEN"},
                          {"--experiment", "Only runs of this experiment, by name or id (repeatable)",
                           &ask->experiments, false, "NAME", Live::experiments},
                          {"--deleted", "Deleted runs only", &ask->deleted},
                          {"--all", "Deleted runs too", &ask->all}},
            .run = [ask](Invocation& call) {
                TrackSession session(call, TrackSession::Use::read);
                return runs_report(call, session, *ask, "mlp.track.search/1");
            }};
}

}  // namespace mlp::cli

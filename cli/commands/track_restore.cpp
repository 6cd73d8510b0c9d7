// mlp track restore
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/tracking/session.hpp"

namespace mlp::cli {

Command track_restore_command() {
    auto runs = std::make_shared<std::vector<std::string>>();
    return {.arguments = {{"run", "Deleted runs to bring back", runs.get(), true, "RUN", Live::runs}},
            .run = [runs](Invocation& call) {
                TrackSession session(call, TrackSession::Use::write);
                const auto ids = session.change_all(*runs, &tracking::TrackingStore::restore_run);
                base::Json json = document("mlp.track.restore/1");
                json["run_ids"] = ids;
                return Report{.document = json, .text = [ids](Text& text) {
                                  text.line(fmt::format("restored {} run{}", ids.size(), ids.size() == 1 ? "" : "s"));
                              }};
            }};
}

}  // namespace mlp::cli

// mlp track delete
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/tracking/session.hpp"

namespace mlp::cli {

Command track_delete_command() {
    auto runs = std::make_shared<std::vector<std::string>>();
    return {.arguments = {{"run", "Runs to delete, with the runs that are part of them", runs.get(), true, "RUN",
                           Live::runs}},
            .run = [runs](Invocation& call) {
                TrackSession session(call, TrackSession::Use::write);
                const auto ids = session.change_all(*runs, &tracking::TrackingStore::delete_run);
                base::Json json = document("mlp.track.delete/1");
                json["run_ids"] = ids;
                return Report{.document = json, .text = [ids](Text& text) {
                                  text.line(fmt::format("deleted {} run{}; `mlp track restore {}` brings {} back",
                                                        ids.size(), ids.size() == 1 ? "" : "s", fmt::join(ids, " "),
                                                        ids.size() == 1 ? "it" : "them"));
                              }};
            }};
}

}  // namespace mlp::cli

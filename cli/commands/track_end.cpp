// mlp track end
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/tracking/documents.hpp"
#include "cli/tracking/session.hpp"

namespace mlp::cli {
namespace {

struct TrackEnd {
    std::optional<std::string> run;
    std::string status = "finished";
};

Report run(Invocation& call, const TrackEnd& ask) {
    const auto status = ask.status == "failed"   ? tracking::RunStatus::failed
                        : ask.status == "killed" ? tracking::RunStatus::killed
                                                 : tracking::RunStatus::finished;
    TrackSession session(call, TrackSession::Use::write);
    const std::string id = session.run_id(ask.run);
    session->update_run(id, status, call.env().now(), std::nullopt);
    const tracking::RunInfo info = session.run(id).info;
    base::Json json = document("mlp.track.end/1");
    json["run_id"] = info.id;
    json["run_name"] = info.name;
    json["status"] = tracking::status_name(info.status);
    json["start_time"] = info.start_time;
    json["end_time"] = *info.end_time;
    return {.document = json, .text = [info](Text& text) {
                text.add(Label::id, short_id(info.id)).add(fmt::format(" {} ", info.name));
                text.add(status_label(info.status), tracking::status_name(info.status));
                text.line(fmt::format(" after {}", duration_of(info)));
            }};
}

}  // namespace

Command track_end_command() {
    auto ask = std::make_shared<TrackEnd>();
    return {.arguments = {{"--run", "Run to end; MLP_RUN_ID without it", &ask->run, false, "RUN", Live::runs},
                          {.name = "--status",
                           .help = "How it ended",
                           .target = &ask->status,
                           .choices = {"finished", "failed", "killed"}}},
            .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli

// mlp track start
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/tracking/pairs.hpp"
#include "cli/tracking/session.hpp"
#include "core/base/error.hpp"
#include "core/tracking/reserved_tags.hpp"

namespace mlp::cli {
namespace {

struct TrackStart {
    std::optional<std::string> name;
    std::optional<std::string> experiment;
    std::optional<std::string> parent;
    bool nested = false;
    std::vector<std::string> tags;
    std::vector<std::string> params;
    std::optional<std::int64_t> pid;
};

Report run(Invocation& call, const TrackStart& ask) {
    tracking::Batch batch{.params = parse_params(ask.params)};
    tracking::NewRun run{.name = ask.name, .user_id = base::user_name(call.env()), .tags = parse_tags(ask.tags)};
    if (ask.parent && ask.nested) throw Error(Kind::usage, "--parent names the parent already; --nested is not needed");
    if (ask.pid) {
        if (*ask.pid < 1 || *ask.pid > 0x7fffffff)
            throw Error(Kind::usage, fmt::format("{} is no process id", *ask.pid)).at("flag --pid");
        run.owner_pid = static_cast<int>(*ask.pid);
    }
    TrackSession session(call, TrackSession::Use::write);
    if (ask.parent || ask.nested) run.parent_id = session.run_id(ask.parent);
    base::Transaction transaction(session.db());
    if (ask.experiment) {
        run.experiment_id = session.experiment_to_log_to(*ask.experiment);
    } else {
        run.experiment_id = run.parent_id ? session.run(run.parent_id).info.experiment_id : "0";
    }
    run.tags.insert(run.tags.begin(), {std::string(tracking::tag_user), run.user_id});
    const tracking::RunInfo info = session->create_run(run);
    if (!batch.empty()) session->log(info.id, batch);
    transaction.commit();

    base::Json json = document("mlp.track.start/1");
    json["run_id"] = info.id;
    json["run_name"] = info.name;
    json["experiment_id"] = info.experiment_id;
    json["parent_run_id"] = info.parent_id ? base::Json(*info.parent_id) : base::Json();
    json["start_time"] = info.start_time;
    const std::string brief = info.id.substr(0, 8);
    return {
        .document = json, .text = [info, brief, &call](Text& text) {
            text.line(info.id);
            call.note(fmt::format(
                "{} has begun. `mlp track log --run {} --metric acc=0.9` logs to it, `mlp track end --run {}` ends it.",
                info.name, brief, brief));
        }};
}

}  // namespace

Command track_start_command() {
    auto ask = std::make_shared<TrackStart>();
    return {.arguments = {{"--name", "Name of the run; a random one without it", &ask->name},
                          {"--experiment", "Experiment to belong to, by name or id; made when it is new",
                           &ask->experiment, false, "NAME", Live::experiments},
                          {"--parent", "Run that this one is a part of", &ask->parent, false, "RUN", Live::runs},
                          {"--nested", "Become a part of the run in MLP_RUN_ID", &ask->nested},
                          {"--param", "Parameter to begin with (repeatable)", &ask->params, false, "KEY=VALUE"},
                          {"--tag", "Tag to begin with (repeatable)", &ask->tags, false, "KEY=VALUE"},
                          {"--pid", "End the run as killed once this process is gone ($$ is the shell)", &ask->pid,
                           false, "PID"}},
            .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli

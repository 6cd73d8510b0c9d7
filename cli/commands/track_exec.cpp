// mlp track exec
#include <fmt/format.h>
#include <unistd.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/pipeline/facts.hpp"
#include "cli/tracking/artifacts.hpp"
#include "cli/tracking/documents.hpp"
#include "cli/tracking/exec.hpp"
#include "cli/tracking/pairs.hpp"
#include "cli/tracking/session.hpp"
#include "core/base/error.hpp"
#include "core/base/temporary.hpp"
#include "core/base/text.hpp"
#include "core/tracking/reserved_tags.hpp"

namespace mlp::cli {
namespace {

struct TrackExec {
    std::vector<std::string> command;
    std::optional<std::string> name;
    std::optional<std::string> experiment;
    std::optional<std::string> parent;
    std::vector<std::string> params;
    std::vector<std::string> tags;
    bool no_log = false;
};

std::string command_line(const std::vector<std::string>& argv) {
    std::string line;
    for (const std::string& word : argv) line += (line.empty() ? "" : " ") + base::shell_quote(word);
    return line;
}

tracking::RunInfo begin(Invocation& call, TrackSession& session, const TrackExec& ask) {
    tracking::NewRun run{.name = ask.name,
                         .user_id = base::user_name(call.env()),
                         .tags = parse_tags(ask.tags),
                         .owner_pid = ::getpid()};
    if (ask.parent) run.parent_id = session.run_id(ask.parent);
    run.tags.insert(run.tags.begin(), {{std::string(tracking::tag_user), run.user_id},
                                       {std::string(tracking::tag_source_name), command_line(ask.command)},
                                       {std::string(tracking::tag_source_type), "LOCAL"}});
    base::Transaction transaction(session.db());
    run.experiment_id = ask.experiment  ? session.experiment_to_log_to(*ask.experiment)
                        : run.parent_id ? session.run(run.parent_id).info.experiment_id
                                        : "0";
    const tracking::RunInfo info = session->create_run(run);
    session->log(info.id, {.params = parse_params(ask.params)});
    session->put_document(
        info.id, "command",
        {{"line", command_line(ask.command)}, {"argv", ask.command}, {"folder", call.folder().string()}});
    session->put_document(info.id, "host", host_facts(call.env()));
    if (const auto root = call.find_root()) {
        const GitFacts git = git_facts(*root);
        session->put_document(info.id, "git", git.document);
        const std::string commit = git.document.value("commit", std::string());
        if (!commit.empty()) session->log(info.id, {.tags = {{std::string(tracking::tag_commit), commit}}});
    }
    transaction.commit();
    return info;
}

/// 128 + signal for a program that one ended, as shells say it.
int code_of(const base::ProcessEnd& end) { return end.exit_code ? *end.exit_code : 128 + end.signal; }

tracking::RunStatus status_of(const base::ProcessEnd& end) {
    if (!end.exit_code) return tracking::RunStatus::killed;
    return *end.exit_code == 0 ? tracking::RunStatus::finished : tracking::RunStatus::failed;
}

void finish(Invocation& call, TrackSession& session, const std::string& id, const ExecAsk& ask,
            const base::ProcessEnd& end) {
    std::vector<tracking::FileToLog> files;
    if (ask.keep_log) files.push_back({ask.log.string(), "logs/output.log"});
    const auto artifacts = store_files(call.objects(), files, call.folder());
    base::Transaction transaction(session.db());
    session->log(id, {.artifacts = artifacts});
    base::Json command = session->find_document(id, "command").value_or(base::Json::object());
    const base::Millis started = session.run(id).info.start_time;
    command["exit_code"] = end.exit_code ? base::Json(*end.exit_code) : base::Json();
    command["signal"] = end.signal;
    command["duration_ms"] = call.env().now() - started;
    command["user_ms"] = end.user_time.count();
    command["system_ms"] = end.system_time.count();
    command["peak_memory_bytes"] = end.peak_memory_bytes;
    session->put_document(id, "command", command);
    session->update_run(id, status_of(end), call.env().now(), std::nullopt);
    transaction.commit();
}

Report run(Invocation& call, const TrackExec& ask) {
    TrackSession session(call, TrackSession::Use::write);
    const tracking::RunInfo info = begin(call, session, ask);
    const base::TemporaryFolder folder(base::system_temporaries(), "mlp-exec");
    const ExecAsk exec{.argv = ask.command,
                       .run_id = info.id,
                       .log = folder.path() / "output.log",
                       .output_to_error = call.globals().json,
                       .keep_log = !ask.no_log};
    ExecEnd ended;
    try {
        ended = execute(call, exec, [&](int) {});
    } catch (const Error&) {
        session->update_run(info.id, tracking::RunStatus::failed, call.env().now(), std::nullopt);
        throw;
    }
    finish(call, session, info.id, exec, ended.end);
    base::Json json = document("mlp.track.exec/1");
    json["run_id"] = info.id;
    json["run_name"] = info.name;
    json["status"] = tracking::status_name(status_of(ended.end));
    json["command"] = *session->find_document(info.id, "command");
    const int code = code_of(ended.end);
    return {.document = json,
            .text =
                [&call, info, end = ended.end](Text&) {
                    call.note(fmt::format("{} {}: {}, peak memory {}, CPU {}", short_id(info.id), info.name,
                                          end.to_string(), base::size_text(end.peak_memory_bytes),
                                          base::duration_text(end.user_time + end.system_time)));
                },
            .exit_code = code};
}

}  // namespace

Command track_exec_command() {
    auto ask = std::make_shared<TrackExec>();
    return {.arguments = {{"--name", "Name of the run; a random one without it", &ask->name},
                          {"--experiment", "Experiment to belong to, by name or id; made when it is new",
                           &ask->experiment, false, "NAME", Live::experiments},
                          {"--parent", "Run that this one is a part of", &ask->parent, false, "RUN", Live::runs},
                          {"--param", "Parameter to log (repeatable)", &ask->params, false, "KEY=VALUE"},
                          {"--tag", "Tag to set (repeatable)", &ask->tags, false, "KEY=VALUE"},
                          {"--no-log", "Do not keep the output; the program has the terminal to itself", &ask->no_log},
                          {.name = "command",
                           .help = "Program and its arguments, after --",
                           .target = &ask->command,
                           .required = true,
                           .trailing = true}},
            .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli

// mlp track log
#include <fmt/format.h>
#include <unistd.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/output.hpp"
#include "cli/output/text.hpp"
#include "cli/tracking/artifacts.hpp"
#include "cli/tracking/log_stream.hpp"
#include "cli/tracking/pairs.hpp"
#include "cli/tracking/session.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"

namespace mlp::cli {
namespace {

struct TrackLog {
    std::optional<std::string> input;
    std::optional<std::string> run;
    std::vector<std::string> metrics;
    std::int64_t step = 0;
    std::optional<std::int64_t> timestamp;
    std::vector<std::string> params;
    std::vector<std::string> tags;
    std::vector<std::string> artifacts;
    bool standard_input = false;
    bool atomic = false;
    bool acknowledge = false;

    bool streams() const { return standard_input || input.has_value(); }
};

struct Logged {
    std::uint64_t lines = 0;
    std::uint64_t metrics = 0;
    std::uint64_t params = 0;
    std::uint64_t tags = 0;
    std::uint64_t artifacts = 0;
};

base::Json document_of(const std::string& run, const Logged& logged, bool streamed) {
    base::Json json = document("mlp.track.log/1");
    json["run_id"] = run;
    if (streamed) json["lines"] = logged.lines;
    json["metrics"] = logged.metrics;
    json["params"] = logged.params;
    json["tags"] = logged.tags;
    json["artifacts"] = logged.artifacts;
    return json;
}

void check(const TrackLog& ask) {
    if (ask.input && ask.standard_input && *ask.input != "-") {
        throw Error(Kind::usage, fmt::format("lines cannot come from '{}' and from standard input", *ask.input));
    }
    if (!ask.streams() && ask.metrics.empty() && ask.params.empty() && ask.tags.empty() && ask.artifacts.empty()) {
        throw Error(Kind::usage, "there is nothing to log")
            .hint(
                "give --metric KEY=NUMBER, --param KEY=VALUE, --tag KEY=VALUE or --artifact FILE, or '-' for JSON "
                "lines");
    }
    if (!ask.streams() && (ask.atomic || ask.acknowledge)) {
        throw Error(Kind::usage, "--atomic and --ack are about JSON lines, and none are read")
            .hint("add '-' to read them");
    }
    if (ask.atomic && ask.acknowledge)
        throw Error(Kind::usage, "with --atomic nothing is kept before the end: --ack cannot say so");
}

void stream(Invocation& call, const TrackLog& ask, LogStream& lines, const std::string& run) {
    const bool from_file = ask.input && *ask.input != "-";
    base::Fd file = from_file ? base::open_read(call.folder() / *ask.input) : base::Fd();
    lines.read(from_file ? file.get() : STDIN_FILENO, [&](std::uint64_t kept) {
        if (!ask.acknowledge) return;
        base::Json json = document("mlp.track.log.ack/1");
        json["run_id"] = run;
        json["lines"] = kept;
        call.write(json_line(json));
    });
}

Report run(Invocation& call, const TrackLog& ask) {
    check(ask);
    const base::Millis time = ask.timestamp.value_or(call.env().now());
    tracking::Batch batch{.metrics = parse_metrics(ask.metrics, ask.step, time),
                          .params = parse_params(ask.params),
                          .tags = parse_tags(ask.tags)};
    std::vector<tracking::FileToLog> files;
    for (const std::string& argument : ask.artifacts) files.push_back(parse_artifact(argument, call.folder()));

    TrackSession session(call, TrackSession::Use::write);
    session.store().leave_log();
    const std::string id = session.run_id(ask.run);
    std::optional<base::Transaction> transaction;
    if (ask.atomic) transaction.emplace(session.db());
    if (!files.empty()) batch.artifacts = store_files(call.objects(), files, call.folder());
    if (!batch.empty()) session->log(id, batch);
    Logged logged{0, batch.metrics.size(), batch.params.size(), batch.tags.size(), batch.artifacts.size()};
    if (ask.streams()) {
        LogStream lines({.tracking = *session,
                         .objects = call.objects(),
                         .env = call.env(),
                         .run_id = id,
                         .source = ask.input && *ask.input != "-" ? *ask.input : "standard input",
                         .step = ask.step,
                         .atomic = ask.atomic});
        stream(call, ask, lines, id);
        logged = {lines.lines(), logged.metrics + lines.metrics(), logged.params + lines.params(),
                  logged.tags + lines.tags(), logged.artifacts + lines.artifacts()};
    }
    if (transaction) transaction->commit();
    // Silence is the good news of a command that a loop calls a thousand times.
    call.detail(fmt::format("logged to run {}: {} metrics, {} params, {} tags, {} artifacts", id, logged.metrics,
                            logged.params, logged.tags, logged.artifacts));
    if (ask.acknowledge && !call.globals().json) return {};
    return {.document = document_of(id, logged, ask.streams())};
}

}  // namespace

Command track_log_command() {
    auto ask = std::make_shared<TrackLog>();
    return {.arguments = {{"input", "File of JSON lines to log; '-' is standard input", &ask->input, false, "FILE",
                           Live::files},
                          {"--run", "Run to log to; MLP_RUN_ID without it", &ask->run, false, "RUN", Live::runs},
                          {"--metric", "Metric to log; nan and inf are kept as such (repeatable)", &ask->metrics, false,
                           "KEY=NUMBER"},
                          {"--step", "Step of the metrics", &ask->step, false, "N"},
                          {"--timestamp", "Time of the metrics in milliseconds since 1970 UTC; now without it",
                           &ask->timestamp, false, "MS"},
                          {"--param", "Parameter to log, written once (repeatable)", &ask->params, false, "KEY=VALUE"},
                          {"--tag", "Tag to set (repeatable)", &ask->tags, false, "KEY=VALUE"},
                          {"--artifact", "File or folder to keep with the run (repeatable)", &ask->artifacts, false,
                           "FILE[=NAME]", Live::files},
                          {"--stdin", "Read JSON lines from standard input, as '-' does", &ask->standard_input},
                          {"--atomic", "Keep all lines or none", &ask->atomic},
                          {"--ack", "Print a JSON line whenever what was read so far is safe", &ask->acknowledge}},
            .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli

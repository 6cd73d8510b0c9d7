// mlp run [STAGE...]
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/output.hpp"
#include "cli/pipeline/bring_up_to_date.hpp"
#include "cli/pipeline/parameter_values.hpp"
#include "cli/pipeline/run_combinations.hpp"
#include "cli/pipeline/watch.hpp"

namespace mlp::cli {

namespace {

void check(const RunAsk& ask) {
    const auto wrong = [](std::string message, std::string hint) {
        throw Error(Kind::usage, std::move(message)).hint(std::move(hint));
    };
    if (ask.asked.single && ask.asked.stages.empty() && !ask.asked.since) {
        wrong("--single needs the name of a stage", "for example `mlp run --single train`");
    }
    if (ask.pull && ask.no_remote) wrong("--pull asks a remote, --no-remote none", "leave one of them out");
    if (ask.watch && ask.dry_run) {
        wrong("--watch runs, --dry-run does not", "ask with --dry-run, then watch without it");
    }
    if (ask.jobs && *ask.jobs < 1)
        wrong(fmt::format("-j {}: at least one stage must run at a time", *ask.jobs), "-j 1");
    if (ask.dry_run && ask.lineage.to) wrong("--dry-run runs nothing, --lineage tells of runs", "leave one of them out");
    if (ask.dry_run && !ask.set.empty()) {
        wrong("--dry-run changes nothing, --set edits a parameter file",
              "edit the file yourself, then ask with --dry-run");
    }
}

}  // namespace

Command run_command() {
    auto ask = std::make_shared<RunAsk>();
    return {
        .arguments = {{.name = "stage",
                       .help = "Stages to bring up to date, with all they need; without any: the whole pipeline",
                       .target = &ask->asked.stages,
                       .live = Live::stages},
                      {.name = "-j,--jobs",
                       .help = "Stages at a time (default: one for each CPU)",
                       .target = &ask->jobs,
                       .value = "N"},
                      {.name = "-f,--force", .help = "Run even what is up to date", .target = &ask->force},
                      {.name = "-n,--dry-run", .help = "Only show what would run, and why", .target = &ask->dry_run},
                      {.name = "--explain",
                       .help = "Say of each named stage why it ran, was restored or was left alone; and the last time",
                       .target = &ask->explain},
                      {.name = "--since",
                       .help = "Only what changes since this git revision affect, with all that needs",
                       .target = &ask->asked.since,
                       .value = "REV"},
                      {.name = "-s,--single",
                       .help = "Only the named stages, without what they need",
                       .target = &ask->asked.single},
                      {.name = "-k,--keep-going",
                       .help = "After a failure go on with what does not depend on it",
                       .target = &ask->keep_going},
                      {.name = "-w,--watch",
                       .help = "Run again whenever a file that the pipeline reads is saved, until Ctrl-C",
                       .target = &ask->watch},
                      {.name = "--pull",
                       .help = "Fetch missing data and earlier results from DVC's remote, as `dvc repro --pull` does",
                       .target = &ask->pull},
                      {.name = "--no-remote",
                       .help = "Neither fetch results of others from the setting run.remote nor put ours there",
                       .target = &ask->no_remote},
                      {.name = "--no-cache",
                       .help = "Run instead of restoring what an earlier run made",
                       .target = &ask->no_cache},
                      {.name = "-S,--set",
                       .help = "Set a parameter: [FILE:]KEY=VALUE; KEY=V1,V2 runs with each (repeatable)",
                       .target = &ask->set,
                       .value = "KEY=VALUE"},
                      {.name = "--lineage",
                       .help = "Tell a catalog what ran on which data, as OpenLineage events: a file of JSON lines, or "
                               "an http(s) address",
                       .target = &ask->lineage.to,
                       .value = "FILE|URL"},
                      {.name = "--lineage-root",
                       .help = "Name files as those of this folder",
                       .target = &ask->lineage.root,
                       .value = "DIR",
                       .hidden = true},
                      {.name = "--within",
                       .help = "Make the run a part of another",
                       .target = &ask->within,
                       .value = "RUN",
                       .hidden = true},
                      {.name = "--wait", .help = "Wait for another `mlp run` of this project", .target = &ask->wait}},
        .run = [ask](Invocation& call) {
            check(*ask);
            ask->asked.folder = in_project(call);
            ask->asked.with_data = ask->pull;
            ask->set = settled_edits(ask->set, [&](std::string_view text) { call.warn(text); });
            const auto runs = combinations(ask->set);
            if (ask->watch && runs.size() > 1) {
                throw Error(Kind::usage, "--watch brings one working tree up to date, several values run in copies")
                    .hint("give each --set one value");
            }
            if (ask->watch) watch(call, *ask);
            return runs.size() > 1 ? run_combinations(call, *ask, runs) : bring_up_to_date(call, *ask);
        }};
}

}  // namespace mlp::cli

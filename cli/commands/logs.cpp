// mlp logs [STAGE|RUN]
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <memory>
#include <thread>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "cli/output/text.hpp"
#include "cli/pipeline/kept_logs.hpp"
#include "cli/pipeline/site.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/pipeline/graph.hpp"
#include "core/pipeline/logs.hpp"

namespace mlp::cli {

namespace {

using pipeline::LogFile;

struct LogsAsk {
    std::optional<std::string> what;
    bool follow = false;
};

/// Copies what the file holds from its present offset to standard output, as it is.
void copy_rest(const Invocation& call, int fd, const std::filesystem::path& path) {
    std::array<char, 64 * 1024> block;
    while (true) {
        const ssize_t count = ::read(fd, block.data(), block.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw system_error("cannot read the log", path.string(), errno);
        if (count == 0) return;
        call.write({block.data(), static_cast<std::size_t>(count)});
    }
}

void show(Invocation& call, const LogFile& log, bool follow) {
    constexpr std::chrono::milliseconds pause{100};
    const std::filesystem::path path = call.root() / log.path;
    const base::Fd file = base::open_read(path);
    while (true) {
        // Asked before reading: what was written between the two is read in this round or the next.
        const bool more = follow && pipeline::being_written(path);
        copy_rest(call, file.get(), path);
        if (!more) return;
        std::this_thread::sleep_for(pause);
    }
}

base::Json list_json(const std::vector<LogFile>& logs) {
    base::Json json = document("mlp.logs/1");
    json["logs"] = base::Json::array();
    for (const LogFile& log : logs) {
        json["logs"].push_back({{"run_id", log.run},
                                {"stage", log.stage},
                                {"path", log.path},
                                {"size", log.size},
                                {"modified", log.modified}});
    }
    return json;
}

Report list(Invocation& call) {
    constexpr std::size_t shown = 40;
    constexpr std::size_t digits = 8;
    const std::vector<LogFile> logs = pipeline::list_logs(call.root());
    return {.document = list_json(logs), .text = [logs](Text& text) {
                if (logs.empty()) {
                    text.line("No stage has run here yet.");
                    return;
                }
                Table table({"RUN", "STAGE", "SIZE", "LAST WRITTEN"});
                table.right(2);
                for (std::size_t i = 0; i < logs.size() && i < shown; ++i) {
                    table.row({{logs[i].run.substr(0, digits), Label::id},
                               logs[i].stage,
                               base::size_text(logs[i].size),
                               {base::iso_time(logs[i].modified), Label::dim}});
                }
                table.print(text);
                if (logs.size() > shown) text.line(Label::dim, fmt::format("and {} older ones", logs.size() - shown));
            }};
}

/// The stages that the word names from the folder of the call, as `mlp run` takes it; the word itself where the project
/// has none: one that is gone may have logs.
std::vector<std::string> stages_meant(Invocation& call, const std::string& what) {
    std::vector<std::string> names;
    try {
        const pipeline::Graph graph(call.project());
        for (const std::size_t index : graph.named(what, in_project(call))) names.push_back(graph.stage(index).name);
    } catch (const Error&) {
        names.push_back(what);  // a run's id, or a project that is broken just now
    }
    return names;
}

/// The newest log of each stage, or all logs of a run by a prefix of its id.
std::vector<LogFile> matching(const std::vector<LogFile>& logs, const std::vector<std::string>& stages,
                              const std::string& what) {
    std::vector<LogFile> found;
    for (const std::string& stage : stages) {
        const auto newest = std::find_if(logs.begin(), logs.end(), [&](const LogFile& log) { return log.stage == stage; });
        if (newest != logs.end()) found.push_back(*newest);
    }
    if (!found.empty()) return found;
    constexpr std::size_t shortest = 4;
    for (const LogFile& log : logs) {
        if (what.size() >= shortest && log.run.starts_with(what) && (found.empty() || found[0].run == log.run)) {
            found.insert(found.begin(), log);  // oldest first, as it happened
        }
    }
    return found;
}

Report logs(Invocation& call, const LogsAsk& ask) {
    if (!ask.what) {
        if (!ask.follow) return list(call);
        throw Error(Kind::usage, "--follow needs a stage to follow").hint("for example `mlp logs train --follow`");
    }
    const std::vector<LogFile> all = pipeline::list_logs(call.root());
    const std::vector<std::string> stages = stages_meant(call, *ask.what);
    const std::vector<LogFile> found = matching(all, stages, *ask.what);
    if (found.empty()) return kept_log(call, stages.front(), all);
    if (call.globals().json) return {.document = list_json(found)};
    if (ask.follow && found.size() > 1) {
        throw Error(Kind::usage, fmt::format("'{}' has {} logs, --follow takes one", *ask.what, found.size()))
            .hint("name the stage");
    }
    for (const LogFile& log : found) {
        if (found.size() > 1) call.write(fmt::format("==> {} <==\n", log.stage));
        show(call, log, ask.follow);
    }
    return {};
}

}  // namespace

Command logs_command() {
    auto ask = std::make_shared<LogsAsk>();
    return {.arguments = {{.name = "what",
                           .help = "A stage (its newest log), or a run's id or its beginning; without: a list",
                           .target = &ask->what,
                           .live = Live::stages},
                          {.name = "-f,--follow",
                           .help = "Go on showing what the stage prints until it ends",
                           .target = &ask->follow}},
            .run = [ask](Invocation& call) { return logs(call, *ask); }};
}

}  // namespace mlp::cli

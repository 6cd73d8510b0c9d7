// mlp track export
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/tracking/session.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/data/object_store.hpp"
#include "core/tracking/transfer.hpp"

namespace mlp::cli {
namespace {

namespace fs = std::filesystem;

struct TrackExport {
    std::vector<std::string> runs;
    bool all = false;
    std::vector<std::string> experiments;
    std::optional<std::string> output;
    bool no_artifacts = false;
};

/// Collects lines into large writes: a pipe would take one system call a line otherwise.
class Lines {
public:
    explicit Lines(std::function<void(std::string_view)> write) : write_(std::move(write)) {}
    void add(std::string_view line) {
        held_.append(line).append(1, '\n');
        if (held_.size() > (1U << 18)) flush();
    }
    void flush() {
        write_(held_);
        held_.clear();
    }

private:
    std::function<void(std::string_view)> write_;
    std::string held_;
};

void export_children(TrackSession& session, tracking::Exporter& exporter, const std::string& id) {
    exporter.run(id);
    for (const std::string& child : session->child_runs(id)) export_children(session, exporter, child);
}

void export_runs(TrackSession& session, tracking::Exporter& exporter, const TrackExport& ask) {
    for (const std::string& named : ask.runs) export_children(session, exporter, session.run_id(named));
    if (!ask.all && ask.experiments.empty()) return;
    tracking::Search search{.order_by = {"start_time"}, .view = tracking::View::all};
    for (const std::string& name : ask.experiments) search.experiment_ids.push_back(session.experiment(name).id);
    do {
        const auto page = session->search_runs(search);
        for (const auto& run : page.items) exporter.run(run.info.id);
        search.page_token = page.next_page_token;
    } while (!search.page_token.empty());
}

/// The lines of the runs, as they were at one moment. Gives the number of runs.
std::uint64_t write_lines(Invocation& call, TrackSession& session, const TrackExport& ask,
                          const std::function<void(std::string_view)>& write) {
    Lines lines(write);
    session.db().execute("BEGIN");
    tracking::Exporter exporter(*session, ask.no_artifacts ? nullptr : &call.objects(),
                                [&](std::string_view line) { lines.add(line); });
    export_runs(session, exporter, ask);
    session.db().execute("COMMIT");
    lines.flush();
    for (const std::string& digest : exporter.missing())
        call.warn(fmt::format("the content of an artifact is not in the store: {}", digest));
    return exporter.runs();
}

base::Fd open_for_writing(const fs::path& opened, int flags, const fs::path& shown) {
    base::Fd fd(::open(opened.c_str(), O_WRONLY | O_CLOEXEC | flags, 0644));
    if (!fd) throw system_error("write", shown.string(), errno);
    return fd;
}

/// Pipes and devices take the lines as they come. A file appears, or is replaced, once they are all there.
std::uint64_t write_file(Invocation& call, TrackSession& session, const TrackExport& ask, const fs::path& file) {
    const auto write_to = [&](const base::Fd& fd) {
        return write_lines(call, session, ask,
                           [&](std::string_view bytes) { base::write_all(fd.get(), bytes, file); });
    };
    const auto found = base::signature_of(file, true);
    if (found && found->is_folder())
        throw Error(Kind::invalid, fmt::format("'{}' is a folder, a file was expected", file.string()));
    if (found && !found->is_regular()) return write_to(open_for_writing(file, 0, file));

    const fs::path target = found ? fs::canonical(file) : file;  // a link goes on leading where it leads
    base::make_folders(target.parent_path());
    const base::TemporaryFolder draft(target.parent_path(), ".mlp-export");
    const fs::path lines = draft.path() / "lines";
    const std::uint64_t runs = write_to(open_for_writing(lines, O_CREAT | O_EXCL, file));
    base::sync_file(lines);
    std::error_code error;
    fs::rename(lines, target, error);
    if (error) throw system_error("write", file.string(), error.value());
    return runs;
}

Report to_file(Invocation& call, TrackSession& session, const TrackExport& ask) {
    const fs::path file = (call.folder() / *ask.output).lexically_normal();
    const std::uint64_t runs = write_file(call, session, ask, file);
    base::Json json = document("mlp.track.export/1");
    json["file"] = file.string();
    json["runs"] = runs;
    return {.document = json, .text = [runs, file](Text& text) {
                text.line(fmt::format("{} run{} in {}", runs, runs == 1 ? "" : "s", file.string()));
            }};
}

Report run(Invocation& call, const TrackExport& ask) {
    if (ask.runs.empty() && !ask.all && ask.experiments.empty()) {
        throw Error(Kind::usage, "which runs? None is named").hint("name runs, or give --experiment NAME or --all");
    }
    TrackSession session(call, TrackSession::Use::read);
    if (ask.output && *ask.output != "-") return to_file(call, session, ask);
    write_lines(call, session, ask, [&](std::string_view bytes) { call.write(bytes); });
    return {};
}

}  // namespace

Command track_export_command() {
    auto ask = std::make_shared<TrackExport>();
    return {.arguments = {{"run", "Runs to write, with the runs that are part of them", &ask->runs, false, "RUN",
                           Live::runs},
                          {"--all", "All runs, deleted ones too", &ask->all},
                          {"--experiment", "All runs of an experiment, by name or id (repeatable)", &ask->experiments,
                           false, "NAME", Live::experiments},
                          {"-o,--output", "File to write; standard output without it", &ask->output, false, "FILE",
                           Live::files},
                          {"--no-artifacts", "Leave the content of artifacts out, only name it", &ask->no_artifacts}},
            .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli

// mlp track gc
#include <fmt/format.h>

#include <memory>

#include "cli/age.hpp"
#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/tracking/documents.hpp"
#include "cli/tracking/session.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {
namespace {

struct TrackGc {
    std::string older_than = "30d";
    bool dry_run = false;
};

Report run(Invocation& call, const TrackGc& ask) {
    const base::Millis before = call.env().now() - age_of(ask.older_than, "--older-than").count() + 1;
    TrackSession session(call, ask.dry_run ? TrackSession::Use::read : TrackSession::Use::write);
    std::vector<tracking::RemovedRun> removed;
    if (ask.dry_run) {
        removed = session->runs_deleted_before(before);
    } else {
        base::Transaction transaction(session.db());
        std::vector<std::string> ids;
        for (const auto& run : session->runs_deleted_before(before)) ids.push_back(run.info.id);
        removed = session->remove_runs(ids);
        transaction.commit();
    }
    base::Json json = document("mlp.track.gc/1");
    json["dry_run"] = ask.dry_run;
    json["runs"] = base::Json::array();
    std::uint64_t bytes = 0;
    for (const auto& run : removed) {
        bytes += run.artifact_bytes;
        json["runs"].push_back({{"run_id", run.info.id},
                                {"run_name", run.info.name},
                                {"deleted_time", run.deleted_time},
                                {"artifact_bytes", run.artifact_bytes},
                                {"unnamed_objects", run.freed}});
    }
    return {.document = json, .text = [removed, bytes, dry = ask.dry_run, age = ask.older_than](Text& text) {
                if (removed.empty()) {
                    text.line(fmt::format("Nothing to remove: no run was deleted more than {} ago.", age));
                    return;
                }
                for (const auto& run : removed)
                    text.add(Label::id, short_id(run.info.id)).line(fmt::format("  {}", run.info.name));
                text.line(fmt::format("{} {} run{} with {} of artifacts", dry ? "would remove" : "removed",
                                      removed.size(), removed.size() == 1 ? "" : "s", base::size_text(bytes)));
                text.line(Label::hint,
                          "The content of artifacts stays in the object store until its own gc finds it unused.");
            }};
}

}  // namespace

Command track_gc_command() {
    auto ask = std::make_shared<TrackGc>();
    return {.arguments = {{"--older-than", "Only runs that were deleted longer ago than this", &ask->older_than, false,
                           "AGE"},
                          {"--dry-run", "Show what would be removed", &ask->dry_run}},
            .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli

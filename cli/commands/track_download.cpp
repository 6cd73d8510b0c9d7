// mlp track download
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/tracking/documents.hpp"
#include "cli/tracking/session.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/data/object_store.hpp"

namespace mlp::cli {
namespace {

namespace fs = std::filesystem;

struct TrackDownload {
    std::string run;
    std::optional<std::string> path;
    std::string folder = ".";
    bool force = false;
};

/// The artifact of that path, or all below that folder; all of them without a path.
std::vector<tracking::Artifact> wanted(TrackSession& session, const std::string& id,
                                       const std::optional<std::string>& path) {
    std::vector<tracking::Artifact> found;
    std::vector<std::string> names;
    const std::string normal = path ? base::normal_relative(*path).value_or(*path) : ".";
    for (const auto& artifact : session->list_artifacts(id)) {
        names.push_back(artifact.path);
        if (base::is_within(artifact.path, normal)) found.push_back(artifact);
    }
    if (found.empty() && path) {
        throw Error(Kind::missing, fmt::format("run {} has no artifact '{}'{}", id, base::printable(*path),
                                               base::did_you_mean(*path, names)))
            .hint(fmt::format("`mlp track artifacts {}` lists them", short_id(id)));
    }
    return found;
}

/// A file's content appears under its name only when it is whole.
void copy_out(const data::ObjectStore& objects, const tracking::Artifact& artifact, const fs::path& to, bool force) {
    const auto digest = base::Digest::parse(artifact.digest);
    if (!digest) throw Error(Kind::damaged, fmt::format("the artifact '{}' has no valid digest", artifact.path));
    if (!force && base::signature_of(to)) {
        throw Error(Kind::conflict, fmt::format("'{}' exists already", to.string()))
            .hint("--force replaces it, --to names another folder");
    }
    base::make_folders(to.parent_path());
    const base::TemporaryFolder draft(to.parent_path(), ".mlp-download");
    objects.clone_to(*digest, draft.path() / "content", false);
    std::error_code error;
    fs::rename(draft.path() / "content", to, error);
    if (error) throw system_error("write", to.string(), error.value());
}

Report run(Invocation& call, const TrackDownload& ask) {
    TrackSession session(call, TrackSession::Use::read);
    const std::string id = session.run_id(ask.run);
    const auto artifacts = wanted(session, id, ask.path);
    const fs::path folder = (call.folder() / ask.folder).lexically_normal();
    base::Json json = document("mlp.track.download/1");
    json["run_id"] = id;
    json["files"] = base::Json::array();
    std::uint64_t bytes = 0;
    for (const auto& artifact : artifacts) {
        const fs::path to = folder / artifact.path;
        copy_out(call.objects(), artifact, to, ask.force);
        json["files"].push_back(
            {{"path", artifact.path}, {"file", to.string()}, {"size", artifact.size}, {"digest", artifact.digest}});
        bytes += artifact.size;
    }
    return {.document = json, .text = [count = artifacts.size(), bytes, folder](Text& text) {
                text.line(fmt::format("{} file{}, {}, in {}", count, count == 1 ? "" : "s", base::size_text(bytes),
                                      folder.string()));
            }};
}

}  // namespace

Command track_download_command() {
    auto ask = std::make_shared<TrackDownload>();
    return {.arguments = {{"run", "Run whose files are wanted", &ask->run, true, "RUN", Live::runs},
                          {"path", "One artifact, or a folder of them; all without it", &ask->path},
                          {"--to", "Folder to copy into", &ask->folder, false, "DIR", Live::folders},
                          {"--force", "Replace files that are there", &ask->force}},
            .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli

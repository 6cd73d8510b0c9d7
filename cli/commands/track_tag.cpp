// mlp track tag
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/tracking/documents.hpp"
#include "cli/tracking/pairs.hpp"
#include "cli/tracking/session.hpp"
#include "core/base/error.hpp"

namespace mlp::cli {
namespace {

struct TrackTag {
    std::string run;
    std::vector<std::string> tags;
    std::vector<std::string> removed;
};

Report run(Invocation& call, const TrackTag& ask) {
    const std::vector<tracking::Tag> tags = parse_tags(ask.tags, "");
    const bool write = !tags.empty() || !ask.removed.empty();
    TrackSession session(call, write ? TrackSession::Use::write : TrackSession::Use::read);
    const std::string id = session.run_id(ask.run);
    if (write) {
        base::Transaction transaction(session.db());
        for (const std::string& key : ask.removed) session->delete_tag(id, key);
        if (!tags.empty()) session->log(id, {.tags = tags});
        transaction.commit();
    }
    const tracking::Run run = session.run(id);
    base::Json json = document("mlp.track.tag/1");
    json["run_id"] = id;
    json["tags"] = run_json(run)["tags"];
    return {.document = json, .text = [run](Text& text) {
                Table table({"tag", "value"});
                for (const auto& tag : run.tags) table.row({tag.key, tag.value});
                table.print(text);
            }};
}

}  // namespace

Command track_tag_command() {
    auto ask = std::make_shared<TrackTag>();
    return {.arguments = {{"run", "Run to tag", &ask->run, true, "RUN", Live::runs},
                          {"tag", "Tags to set; without any the tags are shown", &ask->tags, false, "KEY=VALUE"},
                          {"--delete", "Tag to delete (repeatable)", &ask->removed, false, "KEY"}},
            .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli

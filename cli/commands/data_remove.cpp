// mlp data remove TARGET...
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/data/removing.hpp"
#include "cli/output/text.hpp"

namespace mlp::cli {

namespace {

Report remove(Invocation& call, const RemoveAsk& ask) {
    const std::vector<RemovedData> removed = remove_data(call, ask);
    base::Json json = document("mlp.data.remove/1");
    json["removed"] = base::Json::array();
    for (const RemovedData& one : removed)
        json["removed"].push_back({{"path", one.path}, {"file", one.file}, {"deleted", one.deleted}});
    return {.document = std::move(json), .text = [removed](Text& text) {
                for (const RemovedData& one : removed) {
                    text.add(Label::ok, "no longer tracked  ").add(Label::path, one.path);
                    text.line(one.deleted ? "  (deleted)" : "");
                }
                text.add(Label::hint, "what the cache keeps of it goes with ").line("mlp data gc");
            }};
}

}  // namespace

Command data_remove_command() {
    auto ask = std::make_shared<RemoveAsk>();
    return {.arguments = {{.name = "target",
                           .help = "Tracked data, by its path or by its .dvc file",
                           .target = &ask->targets,
                           .required = true,
                           .live = Live::files},
                          {.name = "--outs", .help = "Delete the data too", .target = &ask->outs},
                          {.name = "-f,--force",
                           .help = "Delete even what is kept nowhere else",
                           .target = &ask->force}},
            .run = [ask](Invocation& call) { return remove(call, *ask); }};
}

}  // namespace mlp::cli

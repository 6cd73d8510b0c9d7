// mlp data update [TARGET...]
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/data/updating.hpp"
#include "cli/output/text.hpp"

namespace mlp::cli {

namespace {

Report update(Invocation& call, const UpdateAsk& ask) {
    const std::vector<UpdatedData> updated = update_data(call, ask);
    base::Json json = document("mlp.data.update/1");
    json["updated"] = base::Json::array();
    for (const UpdatedData& one : updated) {
        base::Json entry{{"path", one.path}, {"file", one.file}, {"changed", one.changed}};
        if (!one.commit.empty()) entry["commit"] = one.commit;
        if (one.content) entry["digest"] = one.content->digest.to_string();
        json["updated"].push_back(std::move(entry));
    }
    return {.document = std::move(json), .text = [updated](Text& text) {
                constexpr std::size_t digits = 7;
                if (updated.empty()) text.line("Nothing here was imported.");
                for (const UpdatedData& one : updated) {
                    text.add(Label::ok, one.changed ? "updated    " : "unchanged  ").add(Label::path, one.path);
                    text.line(one.commit.empty() ? "" : fmt::format("  as of commit {}", one.commit.substr(0, digits)));
                }
            }};
}

}  // namespace

Command data_update_command() {
    auto ask = std::make_shared<UpdateAsk>();
    return {.arguments = {{.name = "target",
                           .help = "Imported data, by its path or its .dvc file; without any: all imports",
                           .target = &ask->targets,
                           .live = Live::files},
                          {.name = "--rev",
                           .help = "Follow this branch, tag or commit of the other repository from now on",
                           .target = &ask->rev,
                           .value = "REV"},
                          {.name = "-j,--jobs", .help = "Files at a time (default: 8)", .target = &ask->jobs, .value = "N"},
                          {.name = "-f,--force",
                           .help = "Also over changes that are kept nowhere",
                           .target = &ask->force}},
            .run = [ask](Invocation& call) { return update(call, *ask); }};
}

}  // namespace mlp::cli

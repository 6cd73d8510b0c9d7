// mlp remote remove
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/settings/level_flags.hpp"
#include "cli/settings/remotes.hpp"
#include "cli/settings/settings.hpp"
#include "core/base/error.hpp"

namespace mlp::cli {

namespace {

struct RemoteRemove {
    std::string name;
    LevelFlags level;
};

Report remove(Invocation& call, const RemoteRemove& ask) {
    call.root();
    const ChangedSetting changed = remove_remote(call, ask.name, ask.level.chosen());
    base::Json json = document("mlp.remote.remove/1");
    json["name"] = ask.name;
    json["level"] = level_name(changed.level);
    json["file"] = changed.file.string();
    return {.document = json, .text = [json](Text& text) {
                text.line(fmt::format("remote {} is removed from {}; what it holds stays there",
                                      json["name"].get<std::string>(), json["file"].get<std::string>()));
            }};
}

}  // namespace

Command remote_remove_command() {
    auto ask = std::make_shared<RemoteRemove>();
    Command command{.arguments = {{"name", "Remote to forget", &ask->name, true}},
                    .run = [ask](Invocation& call) { return remove(call, *ask); }};
    add_level_flags(command.arguments, ask->level);
    return command;
}

}  // namespace mlp::cli

// mlp config unset
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/settings/level_flags.hpp"
#include "cli/settings/settings.hpp"

namespace mlp::cli {

namespace {

struct ConfigUnset {
    std::string key;
    LevelFlags level;
};

Report unset(Invocation& call, const ConfigUnset& ask) {
    const ChangedSetting changed = unset_setting(call, ask.key, ask.level.chosen());
    base::Json json = document("mlp.config.unset/1");
    json["key"] = changed.key;
    json["level"] = level_name(changed.level);
    json["file"] = changed.file.string();
    return {.document = json, .text = [json](Text& text) {
                text.line(fmt::format("{} is no longer set in {}", json["key"].get<std::string>(),
                                      json["file"].get<std::string>()));
            }};
}

}  // namespace

Command config_unset_command() {
    auto ask = std::make_shared<ConfigUnset>();
    Command command{.arguments = {{"key", "Setting", &ask->key, true}},
                    .run = [ask](Invocation& call) { return unset(call, *ask); }};
    add_level_flags(command.arguments, ask->level);
    return command;
}

}  // namespace mlp::cli

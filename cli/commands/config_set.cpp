// mlp config set
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/settings/level_flags.hpp"
#include "cli/settings/settings.hpp"

namespace mlp::cli {

namespace {

struct ConfigSet {
    std::string key;
    std::string value;
    LevelFlags level;
};

Report set(Invocation& call, const ConfigSet& ask) {
    const ChangedSetting changed = set_setting(call, ask.key, ask.value, ask.level.chosen());
    base::Json json = document("mlp.config.set/1");
    json["key"] = changed.key;
    json["level"] = level_name(changed.level);
    json["file"] = changed.file.string();
    return {.document = json, .text = [json](Text& text) {
                text.line(fmt::format("{} is set at the {} level, in {}", json["key"].get<std::string>(),
                                      json["level"].get<std::string>(), json["file"].get<std::string>()));
            }};
}

}  // namespace

Command config_set_command() {
    auto ask = std::make_shared<ConfigSet>();
    Command command{.arguments = {{"key", "Setting, such as run.jobs or remotes.store.endpointurl", &ask->key, true},
                                  {"value", "Its value", &ask->value, true}},
                    .run = [ask](Invocation& call) { return set(call, *ask); }};
    add_level_flags(command.arguments, ask->level);
    return command;
}

}  // namespace mlp::cli

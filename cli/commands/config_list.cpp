// mlp config list
#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/settings/level_flags.hpp"
#include "cli/settings/settings.hpp"
#include "core/base/url.hpp"

namespace mlp::cli {

namespace {

constexpr std::string_view hidden_value = "(secret)";

Report list(Invocation& call, const LevelFlags& flags) {
    const auto level = flags.chosen();
    base::Json json = document("mlp.config.list/1");
    json["settings"] = base::Json::array();
    for (const ShownSetting& one : shown_settings(call)) {
        if (level && one.level != level_name(*level)) continue;
        json["settings"].push_back({{"key", one.key},
                                    {"value", one.secret ? std::string(hidden_value) : base::public_url(one.value)},
                                    {"secret", one.secret},
                                    {"level", one.level},
                                    {"origin", one.origin}});
    }
    return {.document = json, .text = [json](Text& text) {
                Table table({"SETTING", "VALUE", "LEVEL", "SET AT"});
                for (const base::Json& one : json["settings"]) {
                    table.row({{one["key"].get<std::string>(), Label::strong},
                               one["value"].get<std::string>(),
                               one["level"].get<std::string>(),
                               {one["origin"].get<std::string>(), Label::dim}});
                }
                table.print(text);
            }};
}

}  // namespace

Command config_list_command() {
    auto flags = std::make_shared<LevelFlags>();
    Command command{.arguments = {}, .run = [flags](Invocation& call) { return list(call, *flags); }};
    add_level_flags(command.arguments, *flags);
    return command;
}

}  // namespace mlp::cli

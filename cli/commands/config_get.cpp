// mlp config get
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/settings/settings.hpp"
#include "core/base/error.hpp"

namespace mlp::cli {

namespace {

Report get(Invocation& call, const std::string& asked) {
    const SettingPlace place = place_of_setting(call, asked);
    const std::vector<ShownSetting> shown = shown_settings(call);
    const auto found =
        std::find_if(shown.begin(), shown.end(), [&](const ShownSetting& one) { return one.key == place.key; });
    if (found == shown.end()) {
        throw Error(Kind::missing, fmt::format("'{}' is not set", place.key))
            .hint(fmt::format("mlp config set {} VALUE", place.key));
    }
    base::Json json = document("mlp.config.get/1");
    json["key"] = found->key;
    json["value"] = found->value;
    json["level"] = found->level;
    json["origin"] = found->origin;
    call.detail(fmt::format("{} level: {}", found->level, found->origin));
    return {.document = json, .text = [value = found->value](Text& text) { text.line(value); }};
}

}  // namespace

Command config_get_command() {
    auto key = std::make_shared<std::string>();
    return {.arguments = {{"key", "Setting, such as run.jobs or remotes.store.url", key.get(), true}},
            .run = [key](Invocation& call) { return get(call, *key); }};
}

}  // namespace mlp::cli

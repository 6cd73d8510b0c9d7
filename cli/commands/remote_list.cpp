// mlp remote list
#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/settings/remotes.hpp"
#include "core/base/error.hpp"
#include "core/base/url.hpp"

namespace mlp::cli {

namespace {

/// The only one is the default, too; a name that nothing describes is told by the commands that need it.
std::string default_name(Invocation& call) {
    try {
        return default_remote_name(call).value_or("");
    } catch (const Error& error) {
        if (error.kind() != Kind::missing) throw;
        return "";
    }
}

Report list_remotes(Invocation& call) {
    call.root();
    const std::string chosen = default_name(call);
    const std::vector<NamedRemote> remotes = known_remotes(call);
    base::Json json = document("mlp.remote.list/1");
    json["remotes"] = base::Json::array();
    for (const NamedRemote& remote : remotes) {
        json["remotes"].push_back({{"name", remote.settings.name},
                                   {"url", base::public_url(remote.settings.url)},
                                   {"default", remote.settings.name == chosen},
                                   {"level", remote.level},
                                   {"origin", remote.origin}});
    }
    return {.document = json, .text = [json](Text& text) {
                if (json["remotes"].empty()) {
                    text.line("no remotes").line(Label::hint, "mlp remote add --default NAME URL");
                    return;
                }
                Table table({"NAME", "URL", "DEFAULT", "LEVEL", "SET AT"});
                for (const base::Json& one : json["remotes"]) {
                    table.row({{one["name"].get<std::string>(), Label::strong},
                               {one["url"].get<std::string>(), Label::path},
                               {one["default"].get<bool>() ? "yes" : "", Label::ok},
                               one["level"].get<std::string>(),
                               {one["origin"].get<std::string>(), Label::dim}});
                }
                table.print(text);
            }};
}

}  // namespace

Command remote_list_command() { return {.arguments = {}, .run = list_remotes}; }

}  // namespace mlp::cli

// mlp remote add
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/settings/level_flags.hpp"
#include "cli/settings/remotes.hpp"
#include "cli/settings/settings.hpp"
#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/base/url.hpp"

namespace mlp::cli {

namespace {

struct RemoteAdd {
    std::string name;
    std::string url;
    std::vector<std::string> options;
    bool is_default = false;
    bool force = false;
    LevelFlags level;
};

/// KEY=VALUE taken apart.
std::pair<std::string, std::string> option_of(const std::string& word) {
    const auto equals = word.find('=');
    if (equals == 0 || equals == std::string::npos) {
        throw Error(Kind::usage, fmt::format("'{}' is not KEY=VALUE", base::printable(word.substr(0, equals))));
    }
    return {word.substr(0, equals), word.substr(equals + 1)};
}

void require_name(const std::string& name) {
    const bool fits = !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return c > ' ' && c != 0x7f &&
               std::string_view("./\\:@\"'[]#=").find(static_cast<char>(c)) == std::string_view::npos;
    });
    if (!fits) {
        throw Error(Kind::usage, fmt::format("'{}' is not a name for a remote", base::printable(name)))
            .hint("letters, digits, '-' and '_' are allowed");
    }
}

/// In a project of DVC also what DVC alone reaches.
void require_url(Invocation& call, const std::string& url) {
    const auto end = url.find("://");
    if (end == std::string::npos) {
        if (url.empty()) throw Error(Kind::usage, "the address of the remote is empty");
        return;
    }
    const std::string scheme = url.substr(0, end);
    const bool known = scheme == "s3" || scheme == "http" || scheme == "https";
    if (known ? base::parse_url(url).has_value() : is_dvc_project(call)) return;
    throw Error(Kind::usage, fmt::format("'{}' is not an address of a remote", base::public_url(url)))
        .hint("write s3://BUCKET/PREFIX, http(s)://HOST/PATH, or a folder");
}

/// A folder is given from where the command is called, and kept as it lies from the project's root; DVC's own way to
/// write it is that of its configuration.
std::string from_root(Invocation& call, const std::string& url) {
    const bool is_relative = url.find("://") == std::string::npos && !url.starts_with('/');
    if (!is_relative || call.folder() == call.root()) return url;
    return (call.folder() / url).lexically_normal().lexically_relative(call.root()).generic_string();
}

/// The remote that was the default at this level no longer is; in DVC's configuration there is one place for it.
void make_default(Invocation& call, const std::string& name, std::optional<config::Level> level) {
    if (is_dvc_project(call)) {
        set_setting(call, "core.remote", name, level);
        return;
    }
    for (const NamedRemote& remote : known_remotes(call)) {
        if (remote.is_default && remote.settings.name != name) {
            set_setting(call, fmt::format("remotes.{}.default", remote.settings.name), "false", level);
        }
    }
    set_setting(call, fmt::format("remotes.{}.default", name), "true", level);
}

Report add(Invocation& call, RemoteAdd ask) {
    call.root();  // a remote belongs to a project
    if (is_dvc_project(call)) ask.name = base::lower(ask.name);
    require_name(ask.name);
    const auto level = ask.level.chosen();
    const auto known = known_remotes(call);
    const auto same = std::find_if(known.begin(), known.end(),
                                   [&](const NamedRemote& remote) { return remote.settings.name == ask.name; });
    if (same != known.end() && !ask.force) {
        throw Error(Kind::conflict,
                    fmt::format("there is a remote '{}' already: {}", ask.name, base::public_url(same->settings.url)))
            .at(same->origin)
            .hint("--force replaces it; `mlp config set` changes one setting of it");
    }
    std::vector<std::pair<std::string, std::string>> options;
    for (const std::string& word : ask.options) options.push_back(option_of(word));
    require_url(call, ask.url);
    if (!is_dvc_project(call)) ask.url = from_root(call, ask.url);
    const auto key = [&](const std::string& last) { return fmt::format("remotes.{}.{}", ask.name, last); };
    // All of it is looked at before any of it is written.
    check_setting(call, key("url"), ask.url, level);
    for (const auto& [option, value] : options) check_setting(call, key(option), value, level);
    const ChangedSetting changed = set_setting(call, key("url"), ask.url, level);
    for (const auto& [option, value] : options) set_setting(call, key(option), value, level);
    if (ask.is_default) make_default(call, ask.name, level);

    base::Json json = document("mlp.remote.add/1");
    json["name"] = ask.name;
    json["url"] = base::public_url(ask.url);
    json["default"] = ask.is_default;
    json["level"] = level_name(changed.level);
    json["file"] = changed.file.string();
    return {
        .document = json, .text = [json, name = ask.name](Text& text) {
            text.add("remote ").add(Label::strong, name).add(" is ").add(Label::path, json["url"].get<std::string>());
            text.line(json["default"].get<bool>() ? ", the default" : "");
            text.line(Label::dim, fmt::format("in {}", json["file"].get<std::string>()));
        }};
}

}  // namespace

Command remote_add_command() {
    auto ask = std::make_shared<RemoteAdd>();
    Command command{
        .arguments = {{"name", "What to call it", &ask->name, true},
                      {"url", "s3://BUCKET/PREFIX, http(s)://HOST/PATH, or a folder", &ask->url, true},
                      {"--set", "Further setting of it, such as endpointurl=http://127.0.0.1:9000; may be repeated",
                       &ask->options, false, "KEY=VALUE"},
                      {"-d,--default", "Use it when none is named", &ask->is_default},
                      {"-f,--force", "Replace one of that name", &ask->force}},
        .run = [ask](Invocation& call) { return add(call, *ask); }};
    add_level_flags(command.arguments, ask->level);
    return command;
}

}  // namespace mlp::cli

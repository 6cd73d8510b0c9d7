// mlp template add
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "cli/output/text.hpp"
#include "core/base/text.hpp"
#include "core/template/short_names.hpp"
#include "core/template/template.hpp"

namespace mlp::cli {

namespace {

struct TemplateAdd {
    std::string name;
    std::string source;
    std::optional<std::string> ref;
    std::string directory;
};

/// A folder is remembered by its full path: the list is used from everywhere.
std::string lasting(const std::filesystem::path& folder, const std::string& source) {
    const auto path = (folder / source).lexically_normal();
    if (std::filesystem::exists(path)) return path.native();
    // Every address has a colon: a scheme, a host, or an abbreviation such as gh.
    if (source.find(':') == std::string::npos) {
        throw Error(Kind::missing, fmt::format("there is no folder or archive '{}'", base::printable(source)))
            .hint("name one that is there, or an address: https://…, git@host:owner/name, gh:owner/name");
    }
    return source;
}

Report run(Invocation& call, const TemplateAdd& ask) {
    const auto bundled = tmpl::bundled_names();
    if (std::find(bundled.begin(), bundled.end(), ask.name) != bundled.end())
        throw Error(Kind::conflict, fmt::format("'{}' is a bundled template", ask.name)).hint("take another name");
    if (ask.name.empty() || ask.name.find_first_of(":/") != std::string::npos)
        throw Error(Kind::usage, fmt::format("'{}' is no short name", ask.name)).hint("a name has no ':' and no '/'");
    const tmpl::ShortName what{lasting(call.folder(), ask.source), ask.ref, ask.directory};
    const bool replaced = tmpl::read_short_names(call.env()).contains(ask.name);
    tmpl::add_short_name(call.env(), ask.name, what);
    auto json = document("mlp.template.add/1");
    json["name"] = ask.name;
    json["source"] = what.source;
    json["ref"] = what.ref ? base::Json(*what.ref) : base::Json(nullptr);
    json["directory"] = what.directory;
    return {.document = json,
            .text = [=](Text& text) { text.add(replaced ? "Replaced " : "Added ").add(Label::id, ask.name).line(": " + what.source); }};
}

}  // namespace

Command template_add_command() {
    auto ask = std::make_shared<TemplateAdd>();
    return {.arguments = {{.name = "name", .help = "Short name for `mlp init`", .target = &ask->name, .required = true},
                          {.name = "source",
                           .help = "Folder, archive or git URL",
                           .target = &ask->source,
                           .required = true,
                           .live = Live::folders},
                          {.name = "--ref", .help = "Branch, tag or commit", .target = &ask->ref, .value = "REF"},
                          {.name = "--directory",
                           .help = "Folder of the template within its repository",
                           .target = &ask->directory,
                           .value = "FOLDER"}},
            .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli

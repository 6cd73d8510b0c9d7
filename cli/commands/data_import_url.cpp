// mlp data import-url URL [OUT]
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/data/for_git.hpp"
#include "cli/data/url_import.hpp"
#include "cli/output/text.hpp"

namespace mlp::cli {

namespace {

Report import_from_url(Invocation& call, const UrlImportAsk& ask) {
    if (ask.no_exec && ask.no_download) {
        throw Error(Kind::usage, "--no-exec asks nothing, --no-download asks for the state").hint("leave one of them out");
    }
    const UrlImported imported = import_url(call, ask);
    base::Json json = document("mlp.data.import_url/1");
    json["path"] = imported.path;
    json["file"] = imported.file;
    if (imported.content) {
        json["digest"] = imported.content->digest.to_string();
        json["size"] = imported.content->size;
        json["files"] = imported.content->files;
    }
    return {.document = std::move(json), .text = [imported](Text& text) {
                text.add(Label::ok, imported.content ? "imported  " : "recorded  ").add(Label::path, imported.path).line();
                print_commit_hint(imported.for_git, text);
            }};
}

}  // namespace

Command data_import_url_command() {
    auto ask = std::make_shared<UrlImportAsk>();
    return {.arguments = {{.name = "url",
                           .help = "A file or folder: a path, s3://…, http(s)://…, or remote://NAME/path",
                           .target = &ask->url,
                           .required = true,
                           .live = Live::files},
                          {.name = "out", .help = "Where it is written (default: its name, here)", .target = &ask->out},
                          {.name = "--no-exec",
                           .help = "Record the address, and fetch it with a later `mlp data update`",
                           .target = &ask->no_exec},
                          {.name = "--no-download",
                           .help = "Record the address and what stands there, without fetching it",
                           .target = &ask->no_download},
                          {.name = "-j,--jobs", .help = "Files at a time (default: 8)", .target = &ask->jobs, .value = "N"},
                          {.name = "-f,--force", .help = "Overwrite what is there", .target = &ask->force}},
            .run = [ask](Invocation& call) { return import_from_url(call, *ask); }};
}

}  // namespace mlp::cli

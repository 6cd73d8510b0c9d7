// mlp data status [PATH...]
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/data/status.hpp"
#include "cli/output/text.hpp"

namespace mlp::cli {

namespace {

struct DataStatusAsk {
    std::vector<std::string> paths;
    StatusOptions options;
    bool exit_code = false;
};

void show(Text& text, std::string_view title, std::string_view hint, const std::vector<std::string>& paths,
          Label label) {
    if (paths.empty()) return;
    text.line(Label::heading, fmt::format("{}:", title));
    if (!hint.empty()) text.line(Label::hint, fmt::format("  ({})", hint));
    for (const std::string& path : paths) text.add("        ").line(label, path);
    text.line();
}

std::vector<std::string> lines_of(const data::Changes& changes) {
    std::vector<std::string> lines;
    for (const data::Change& change : changes.added) lines.push_back("added: " + change.path);
    for (const data::Change& change : changes.modified) lines.push_back("modified: " + change.path);
    for (const data::Change& change : changes.deleted) lines.push_back("deleted: " + change.path);
    for (const data::Change& change : changes.renamed)
        lines.push_back(fmt::format("renamed: {} -> {}", change.old_path, change.path));
    return lines;
}

void show(Text& text, const DataStatus& status) {
    show(text, "Not in the cache", "mlp data fetch gets them", status.not_in_cache, Label::error);
    show(text, "Not in the remote", "mlp data push puts them there", status.not_in_remote, Label::warning);
    show(text, "Changed since the last commit", "git commit records it", lines_of(status.committed), Label::ok);
    show(text, "Changed in the working tree", "mlp data add records it, mlp data checkout takes it back",
         lines_of(status.uncommitted), Label::warning);
    show(text, "Not tracked", "git add or mlp data add tracks them", status.untracked, Label::plain);
    show(text, "Unchanged", "", status.unchanged, Label::plain);
    if (status.clean()) text.line(fmt::format("No changes in {} tracked path{}.", status.tracked,
                                              status.tracked == 1 ? "" : "s"));
}

base::Json document_of(const DataStatus& status) {
    base::Json json = document("mlp.data.status/1");
    json["tracked"] = status.tracked;
    json["clean"] = status.clean();
    json["not_in_cache"] = status.not_in_cache;
    json["not_in_remote"] = status.not_in_remote;
    json["committed"] = changes_json(status.committed);
    json["uncommitted"] = changes_json(status.uncommitted);
    json["untracked"] = status.untracked;
    json["unchanged"] = status.unchanged;
    return json;
}

Report report(Invocation& call, const DataStatusAsk& ask) {
    if (ask.options.remote && !ask.options.not_in_remote) {
        throw Error(Kind::usage, "--remote says which remote --not-in-remote asks").hint("add --not-in-remote");
    }
    DataSite site(call);
    const DataStatus status = data_status(site, ask.paths, ask.options);
    return {.document = document_of(status),
            .text = [status](Text& text) { show(text, status); },
            .exit_code = ask.exit_code && !status.clean() ? 1 : 0};
}

}  // namespace

Command data_status_command() {
    auto ask = std::make_shared<DataStatusAsk>();
    return {.arguments = {{.name = "path",
                           .help = "Tracked paths, or parts of them; without any: everything",
                           .target = &ask->paths,
                           .live = Live::files},
                          {.name = "--granular",
                           .help = "Name the files in folders, not only the folders",
                           .target = &ask->options.granular},
                          {.name = "--unchanged", .help = "Name what is as recorded too", .target = &ask->options.unchanged},
                          {.name = "--untracked",
                           .help = "Name files that neither git nor mlp tracks",
                           .target = &ask->options.untracked},
                          {.name = "--not-in-remote",
                           .help = "Ask the remote what of it is not there",
                           .target = &ask->options.not_in_remote},
                          {.name = "-r,--remote",
                           .help = "The remote that is asked, by its name or address",
                           .target = &ask->options.remote,
                           .value = "NAME"},
                          {.name = "--exit-code",
                           .help = "Exit with 1 when anything changed or is missing",
                           .target = &ask->exit_code}},
            .run = [ask](Invocation& call) { return report(call, *ask); }};
}

}  // namespace mlp::cli

// mlp data diff [FROM] [TO]
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/data/diff.hpp"
#include "cli/output/text.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

namespace {

struct DataDiffAsk {
    std::string from = "HEAD";
    std::optional<std::string> to;
    std::vector<std::string> paths;
};

std::string size_of(const std::optional<data::FileState>& state) {
    return state && state->size ? fmt::format("  {}", base::size_text(*state->size)) : "";
}

void show(Text& text, std::string_view title, const std::vector<data::Change>& changes, Label label) {
    if (changes.empty()) return;
    text.line(Label::heading, fmt::format("{}:", title));
    for (const data::Change& change : changes) {
        text.add("    ").add(label, change.old_path.empty() ? change.path
                                                            : fmt::format("{} -> {}", change.old_path, change.path));
        text.line(size_of(change.after ? change.after : change.before));
    }
    text.line();
}

std::size_t files_in(const std::vector<data::Change>& changes) {
    std::size_t files = 0;
    for (const data::Change& change : changes) files += change.path.ends_with('/') ? 0U : 1U;
    return files;
}

Report report(const DataDiff& diff) {
    base::Json json = document("mlp.data.diff/1");
    json["from"] = diff.from;
    json["to"] = diff.to;
    json.update(changes_json(diff.changes));
    json["not_in_cache"] = diff.not_in_cache;
    return {.document = std::move(json), .text = [diff](Text& text) {
                const data::Changes& changes = diff.changes;
                show(text, "Added", changes.added, Label::ok);
                show(text, "Deleted", changes.deleted, Label::error);
                show(text, "Renamed", changes.renamed, Label::warning);
                show(text, "Modified", changes.modified, Label::warning);
                for (const std::string& path : diff.not_in_cache)
                    text.add(Label::error, "not in the cache: ").line(path);
                if (changes.empty()) return static_cast<void>(text.line("No differences."));
                text.line(fmt::format("files: {} added, {} deleted, {} renamed, {} modified", files_in(changes.added),
                                      files_in(changes.deleted), files_in(changes.renamed),
                                      files_in(changes.modified)));
            }};
}

}  // namespace

Command data_diff_command() {
    auto ask = std::make_shared<DataDiffAsk>();
    return {.arguments = {{.name = "from",
                           .help = "Git revision to compare from (default: HEAD)",
                           .target = &ask->from,
                           .value = "REV"},
                          {.name = "to",
                           .help = "Git revision to compare with (default: the working tree)",
                           .target = &ask->to,
                           .value = "REV"},
                          {.name = "--path",
                           .help = "Only this tracked path, or part of one (repeatable)",
                           .target = &ask->paths,
                           .live = Live::files}},
            .run = [ask](Invocation& call) {
                DataSite site(call);
                return report(data_diff(site, ask->from, ask->to, ask->paths));
            }};
}

}  // namespace mlp::cli

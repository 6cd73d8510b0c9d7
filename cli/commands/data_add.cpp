// mlp data add PATH...
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/data/adding.hpp"
#include "cli/data/for_git.hpp"
#include "cli/output/text.hpp"
#include "core/base/process.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

namespace {

base::Json entry_of(const AddedData& added) {
    base::Json entry{{"path", added.path},
                     {"file", added.file},
                     {"kind", data::kind_name(added.content.kind)},
                     {"digest", added.content.digest.to_string()},
                     {"size", added.content.size},
                     {"files", added.content.files},
                     {"changed", added.changed}};
    return entry;
}

std::string described(const data::Content& content) {
    const std::string size = base::size_text(content.size);
    if (content.kind != data::ContentKind::tree) return size;
    const std::string files = fmt::format("{} file{}", content.files, content.files == 1 ? "" : "s");
    return content.size == 0 ? files : fmt::format("{}, {}", files, size);  // a folder's may not be known
}

Report add(Invocation& call, const AddAsk& ask) {
    const std::vector<AddedData> added = add_data(call, ask);
    base::Json json = document("mlp.data.add/1");
    json["added"] = base::Json::array();
    std::vector<std::string> files;
    for (const AddedData& one : added) {
        json["added"].push_back(entry_of(one));
        for (const std::string& name : one.for_git) {
            if (std::find(files.begin(), files.end(), name) == files.end()) files.push_back(name);
        }
    }
    json["commit"] = files;
    return {.document = std::move(json), .text = [added, files](Text& text) {
                for (const AddedData& one : added) {
                    text.add(Label::ok, one.changed ? "added      " : "unchanged  ").add(Label::path, one.path);
                    text.line(fmt::format("  {}", described(one.content)));
                }
                print_commit_hint(files, text);
            }};
}

}  // namespace

Command data_add_command() {
    auto ask = std::make_shared<AddAsk>();
    return {.arguments = {{.name = "path",
                           .help = "Files and folders to track",
                           .target = &ask->paths,
                           .required = true,
                           .live = Live::files},
                          {.name = "--no-commit",
                           .help = "Record the digests, but put nothing into the cache yet",
                           .target = &ask->no_commit},
                          {.name = "--glob",
                           .help = "Take the paths as patterns: *, ?, [a-z], **",
                           .target = &ask->glob}},
            .run = [ask](Invocation& call) { return add(call, *ask); }};
}

}  // namespace mlp::cli

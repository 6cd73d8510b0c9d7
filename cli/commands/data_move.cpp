// mlp data move FROM TO
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/data/for_git.hpp"
#include "cli/data/moving.hpp"
#include "cli/output/text.hpp"

namespace mlp::cli {

namespace {

Report move(Invocation& call, const MoveAsk& ask) {
    const MovedData moved = move_data(call, ask);
    if (!moved.was_there) call.warn(fmt::format("'{}' is not there: only its record was moved", moved.from));
    if (!moved.readers.empty()) {
        call.warn(fmt::format("{} still {} '{}': change `deps`", fmt::join(moved.readers, ", "),
                              moved.readers.size() == 1 ? "reads" : "read", moved.from));
    }
    base::Json json = document("mlp.data.move/1");
    json["from"] = moved.from;
    json["to"] = moved.to;
    json["file"] = moved.file;
    json["readers"] = moved.readers;
    return {.document = std::move(json), .text = [moved](Text& text) {
                text.add(Label::ok, "moved  ").add(Label::path, moved.from).add(" to ").add(Label::path, moved.to).line();
                print_commit_hint(moved.for_git, text);
            }};
}

}  // namespace

Command data_move_command() {
    auto ask = std::make_shared<MoveAsk>();
    return {.arguments = {{.name = "from",
                           .help = "Tracked data",
                           .target = &ask->from,
                           .required = true,
                           .live = Live::files},
                          {.name = "to",
                           .help = "Its new path, or a folder to put it into",
                           .target = &ask->to,
                           .required = true,
                           .live = Live::files}},
            .run = [ask](Invocation& call) { return move(call, *ask); }};
}

}  // namespace mlp::cli

// mlp data fetch [PATH...]
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/data/share_arguments.hpp"
#include "cli/data/sharing.hpp"
#include "cli/output/text.hpp"

namespace mlp::cli {

namespace {

Report fetch(Invocation& call, const ShareAsk& ask) {
    const DataHold hold(call);
    DataSite site(call);
    const std::vector<Shared> shared = share(site, ask, Direction::fetch);
    if (const auto failure = failure_of(shared, Direction::fetch)) throw Error(*failure);
    base::Json json = document("mlp.data.fetch/1");
    json["remotes"] = shared_json(shared);
    return {.document = std::move(json), .text = [lines = shared_lines(shared, Direction::fetch)](Text& text) {
                for (const std::string& line : lines) text.line(line);
            }};
}

}  // namespace

Command data_fetch_command() {
    auto ask = std::make_shared<ShareAsk>();
    return {.arguments = share_arguments(*ask), .run = [ask](Invocation& call) { return fetch(call, *ask); }};
}

}  // namespace mlp::cli

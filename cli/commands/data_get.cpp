// mlp data get URL PATH
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/data/importing.hpp"
#include "cli/data/source.hpp"
#include "cli/output/text.hpp"

namespace mlp::cli {

namespace {

Report get(Invocation& call, const ImportAsk& ask) {
    const std::filesystem::path to = destination_of(call, ask);
    SourceRepository source(call, call.folder(), ask.url, ask.rev);
    source.get(ask.path, to, jobs_for(ask.jobs));
    base::Json json = document("mlp.data.get/1");
    json["path"] = to.string();
    json["commit"] = source.commit();
    return {.document = std::move(json), .text = [to, commit = source.commit()](Text& text) {
                constexpr std::size_t digits = 7;
                text.add(Label::ok, "got  ").add(Label::path, to.string());
                text.line(fmt::format("  as of commit {}", commit.substr(0, digits)));
            }};
}

}  // namespace

Command data_get_command() {
    auto ask = std::make_shared<ImportAsk>();
    return {.arguments = import_arguments(*ask), .run = [ask](Invocation& call) { return get(call, *ask); }};
}

}  // namespace mlp::cli

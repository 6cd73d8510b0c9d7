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
    constexpr std::int64_t usual_jobs = 8;
    const std::filesystem::path to = destination_of(call, ask);
    SourceRepository source(call, call.folder(), ask.url, ask.rev);
    source.get(ask.path, to, static_cast<std::size_t>(std::max<std::int64_t>(1, ask.jobs.value_or(usual_jobs))));
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
